//! Work on many items by some threads; the results are in the order of the items, whatever the threads do.

use std::sync::{Mutex, PoisonError};

/// `work` on each item, by at most `jobs` threads.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], jobs: usize, work: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let jobs = jobs.clamp(1, items.len().max(1));
    if jobs == 1 {
        return items.iter().enumerate().map(|(i, item)| work(i, item)).collect();
    }
    let size = items.len().div_ceil(jobs);
    let work = &work;
    std::thread::scope(|scope| {
        let handles: Vec<_> = items
            .chunks(size)
            .enumerate()
            .map(|(c, chunk)| {
                scope.spawn(move || chunk.iter().enumerate().map(|(i, t)| work(c * size + i, t)).collect::<Vec<R>>())
            })
            .collect();
        handles
            .into_iter()
            .flat_map(|handle| match handle.join() {
                Ok(results) => results,
                Err(panic) => std::panic::resume_unwind(panic),
            })
            .collect()
    })
}

/// Items that a thread takes at a time.
const HANDFUL: usize = 8;

/// `work` on each item, by `jobs` threads.
pub(crate) fn each<T: Send>(items: &mut [T], jobs: usize, work: impl Fn(&mut T) + Sync) {
    let handfuls = Mutex::new(items.chunks_mut(HANDFUL));
    let take = || handfuls.lock().unwrap_or_else(PoisonError::into_inner).next();
    let run = || {
        while let Some(handful) = take() {
            handful.iter_mut().for_each(&work);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(run);
        }
        run();
    });
}

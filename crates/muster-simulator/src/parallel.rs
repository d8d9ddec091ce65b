//! Work on many items by some threads; the results are in the order of the items, whatever the threads do.

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

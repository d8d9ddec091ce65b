//! Where queries come from: a list of numbers. A shorter list, or one of smaller numbers, makes a simpler query.

/// Numbers that decide; new ones are drawn where the list ends, or 0 if it is replayed.
pub(crate) struct Choices {
    pub(crate) made: Vec<u32>,
    at: usize,
    random: Option<u64>,
}

impl Choices {
    pub(crate) fn random(seed: u64) -> Self {
        Self { made: Vec::new(), at: 0, random: Some(seed) }
    }

    pub(crate) fn replayed(made: Vec<u32>) -> Self {
        Self { made, at: 0, random: None }
    }

    /// A number below `count`; 0 is the simplest.
    pub(crate) fn pick(&mut self, count: usize) -> usize {
        let count = count.max(1) as u32;
        let number = match (self.made.get(self.at), &mut self.random) {
            (Some(number), _) => *number % count,
            (None, Some(state)) => {
                // SplitMix64.
                *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut mixed = *state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                ((mixed ^ (mixed >> 31)) % u64::from(count)) as u32
            }
            (None, None) => 0,
        };
        if self.at == self.made.len() {
            self.made.push(number);
        } else {
            self.made[self.at] = number;
        }
        self.at += 1;
        number as usize
    }

    pub(crate) fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.pick(list.len())]
    }

    pub(crate) fn word(&mut self, list: &[&'static str]) -> &'static str {
        list[self.pick(list.len())]
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.pick(times) == times - 1
    }

    /// The numbers that were used.
    pub(crate) fn used(mut self) -> Vec<u32> {
        self.made.truncate(self.at);
        self.made
    }
}

/// Makes the list smaller as long as `fails` says that it still shows the fault.
pub(crate) fn shrink(mut made: Vec<u32>, mut tries: usize, fails: impl Fn(Vec<u32>) -> Option<Vec<u32>>) -> Vec<u32> {
    loop {
        let before = made.clone();
        let mut size = made.len().next_power_of_two();
        while size > 0 {
            let mut at = 0;
            while at < made.len() && tries > 0 {
                tries -= 1;
                let mut shorter = made.clone();
                shorter.drain(at..(at + size).min(made.len()));
                match fails(shorter).filter(|used| used.len() < made.len()) {
                    Some(used) => made = used,
                    None => at += size,
                }
            }
            size /= 2;
        }
        // A simpler choice needs fewer after it.
        for gone in 1..5 {
            let mut at = 0;
            while at + gone < made.len() && tries > 0 {
                if made[at] > 0 {
                    tries -= 1;
                    let mut simpler = made.clone();
                    simpler[at] = 0;
                    simpler.drain(at + 1..=at + gone);
                    if let Some(used) = fails(simpler).filter(|used| used.len() < made.len()) {
                        made = used;
                    }
                }
                at += 1;
            }
        }
        for at in 0..made.len() {
            for smaller in [0, made.get(at).map_or(0, |n| n / 2), made.get(at).map_or(0, |n| n.saturating_sub(1))] {
                if tries > 0 && made.get(at).is_some_and(|n| smaller < *n) {
                    tries -= 1;
                    let mut lower = made.clone();
                    lower[at] = smaller;
                    if let Some(used) = fails(lower).filter(|used| used.len() <= made.len() && *used < made) {
                        made = used;
                        break;
                    }
                }
            }
        }
        if made == before || tries == 0 {
            return made;
        }
    }
}

//! Numbers of processes and rows, given in the order of time.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use muster_catalog::TICKS_PER_SECOND;

use crate::world::{NONE, World};

/// Ticks of uptime for each step of the sensor's counter and of the count of processes. Both run on with the time, so
/// that a row more does not move the numbers of all rows after it, but only of those right behind it.
const TICKS_PER_REPORT: i64 = 4 * TICKS_PER_SECOND;
const TICKS_PER_SEQUENCE: i64 = 12 * TICKS_PER_SECOND;
/// Process numbers are multiples of 4 below 65536.
const PIDS: usize = 1 << 14;
/// Upper ends of the probabilities of 0, 1, 2 … for a Poisson distribution with mean 2, in 1/65536.
const POISSON_2: [u32; 8] = [8869, 26607, 44346, 56171, 62084, 64449, 65238, 65463];

/// The counters of a device, at the moment up to which its processes have their numbers.
pub(crate) struct Counters {
    taken: Taken,
    /// When each living process ends, and its slot.
    living: BinaryHeap<Reverse<(i64, u32)>>,
    epoch: u32,
    sequence: u64,
    report_epoch: u32,
    report: i64,
}

/// Which process numbers are in use: a bit for each.
struct Taken([u64; PIDS / 64]);

impl Taken {
    fn is(&self, slot: usize) -> bool {
        self.0[slot / 64] >> (slot % 64) & 1 == 1
    }

    fn set(&mut self, slot: usize, taken: bool) {
        let bit = 1 << (slot % 64);
        if taken { self.0[slot / 64] |= bit } else { self.0[slot / 64] &= !bit }
    }
}

impl Counters {
    pub(crate) fn new() -> Self {
        Self {
            taken: Taken([0; PIDS / 64]),
            living: BinaryHeap::new(),
            epoch: NONE,
            sequence: 0,
            report_epoch: NONE,
            report: 0,
        }
    }

    /// Gives process ids and unique ids to processes in the order of their creation.
    pub(crate) fn number_processes(&mut self, world: &mut World<'_>, order: &[u32]) {
        for index in order {
            let process = &mut world.processes[*index as usize];
            let this = &world.epochs[process.epoch as usize];
            if process.epoch != self.epoch {
                self.epoch = process.epoch;
                self.sequence = 0;
                self.taken.0.fill(0);
                self.living.clear();
            }
            while let Some(Reverse((ended, slot))) = self.living.peek().copied() {
                if ended > process.created {
                    break;
                }
                self.taken.set(slot as usize, false);
                self.living.pop();
            }
            let uptime = process.created - this.boot;
            let slot = if process.parent == NONE {
                1
            } else {
                // Low numbers go to what the boot starts; later ones are anywhere.
                let (low, high): (u64, u64) = if uptime < 60 * TICKS_PER_SECOND { (21, 520) } else { (260, 7600) };
                let first = (low + ((u64::from(process.bits >> 8) * (high - low)) >> 24)) as usize;
                let free = (first..PIDS).chain(low as usize..first).find(|slot| !self.taken.is(*slot));
                free.unwrap_or(first)
            };
            self.taken.set(slot, true);
            self.living.push(Reverse((process.ended, slot as u32)));
            process.pid = slot as u32 * 4;
            self.sequence = (self.sequence + 1).max((uptime / TICKS_PER_SEQUENCE).max(0) as u64);
            process.unique = (this.boot_id << 48) | self.sequence;
        }
    }

    /// Gives report ids to processes in the order of their rows.
    pub(crate) fn number_reports(&mut self, world: &mut World<'_>, rows: &[u32]) {
        let start = world.host.key.number() as i64 & 0x0fff;
        for index in rows {
            let process = &mut world.processes[*index as usize];
            let boot = world.epochs[process.epoch as usize].boot;
            if process.epoch != self.report_epoch {
                self.report_epoch = process.epoch;
                self.report = world.host.key.at("report").nth(boot).stream().between(100, 6000);
            }
            let chance = process.bits & 0xffff;
            let others = POISSON_2.iter().filter(|end| chance >= **end).count() as i64;
            self.report = (self.report + 1 + others).max(start + (process.recorded - boot) / TICKS_PER_REPORT);
            process.report = self.report;
        }
    }
}

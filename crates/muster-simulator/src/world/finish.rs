//! Numbers of processes and rows, given when all of them are known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use muster_catalog::TICKS_PER_SECOND;

use crate::world::{Device, NONE, World};

/// Ticks of uptime for each step of the sensor's counter and of the count of processes. Both run on with the time, so
/// that a row more does not move the numbers of all rows after it, but only of those right behind it.
const TICKS_PER_REPORT: i64 = 4 * TICKS_PER_SECOND;
const TICKS_PER_SEQUENCE: i64 = 12 * TICKS_PER_SECOND;
/// Process numbers are multiples of 4 below 65536.
const PIDS: usize = 1 << 14;
/// Upper ends of the probabilities of 0, 1, 2 … for a Poisson distribution with mean 2, in 1/65536.
const POISSON_2: [u32; 8] = [8869, 26607, 44346, 56171, 62084, 64449, 65238, 65463];

impl World<'_> {
    /// Gives out process ids, unique ids and report ids.
    pub(crate) fn finish(mut self) -> Device {
        let mut order: Vec<u32> = (0..self.processes.len() as u32).collect();
        order.sort_unstable_by_key(|i| (self.processes[*i as usize].created, *i));
        self.number_processes(&order);
        let mut rows: Vec<u32> = order.into_iter().filter(|i| self.processes[*i as usize].row).collect();
        rows.sort_by_key(|i| (self.processes[*i as usize].recorded, self.processes[*i as usize].unique));
        self.number_reports(&rows);
        let name = self.texts.intern(&self.host.fqdn);
        let id = self.texts.intern(&self.host.device_id);
        Device {
            texts: self.texts,
            tokens: self.tokens,
            images: self.images,
            processes: self.processes,
            rows,
            cells: self.cells,
            name,
            id,
        }
    }

    fn number_processes(&mut self, order: &[u32]) {
        let mut taken = vec![false; PIDS];
        let mut living: BinaryHeap<Reverse<(i64, u32)>> = BinaryHeap::new();
        let mut epoch = NONE;
        let mut sequence = 0;
        let mut digits = itoa::Buffer::new();
        for index in order {
            let process = &mut self.processes[*index as usize];
            let this = &self.epochs[process.epoch as usize];
            if process.epoch != epoch {
                epoch = process.epoch;
                sequence = 0;
                taken.fill(false);
                living.clear();
            }
            while let Some(Reverse((ended, slot))) = living.peek().copied() {
                if ended > process.created {
                    break;
                }
                taken[slot as usize] = false;
                living.pop();
            }
            let uptime = process.created - this.boot;
            let slot = if process.parent == NONE {
                1
            } else {
                // Low numbers go to what the boot starts; later ones are anywhere.
                let (low, high): (u64, u64) = if uptime < 60 * TICKS_PER_SECOND { (21, 520) } else { (260, 7600) };
                let first = (low + ((u64::from(process.bits >> 8) * (high - low)) >> 24)) as usize;
                let free = (first..PIDS).chain(low as usize..first).find(|slot| !taken[*slot]);
                free.unwrap_or(first)
            };
            taken[slot] = true;
            living.push(Reverse((process.ended, slot as u32)));
            process.pid = slot as u32 * 4;
            sequence = (sequence + 1).max((uptime / TICKS_PER_SEQUENCE).max(0) as u64);
            process.unique = (this.boot_id << 48) | sequence;
            process.unique_text = self.texts.push(digits.format(process.unique));
        }
    }

    fn number_reports(&mut self, rows: &[u32]) {
        let mut epoch = NONE;
        let mut report = 0;
        for index in rows {
            let process = &mut self.processes[*index as usize];
            let boot = self.epochs[process.epoch as usize].boot;
            if process.epoch != epoch {
                epoch = process.epoch;
                report = self.host.key.at("report").nth(boot).stream().between(100, 6000);
            }
            let start = self.host.key.number() as i64 & 0x0fff;
            let chance = process.bits & 0xffff;
            let others = POISSON_2.iter().filter(|end| chance >= **end).count() as i64;
            report = (report + 1 + others).max(start + (process.recorded - boot) / TICKS_PER_REPORT);
            process.report = report;
        }
    }
}

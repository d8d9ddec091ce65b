//! The fleet: domain, hosts, people, accounts. All of it follows from the plan and the seed.

mod host;
mod people;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use host::Host;
pub(crate) use people::Person;

use crate::scenario::fleet_plan::{CastHost, CastMember, FleetPlan};
use crate::stream::Key;
use people::Directory;

/// All hosts and accounts.
#[derive(Debug)]
pub(crate) struct Fleet {
    /// Workstations first, then servers.
    pub(crate) hosts: Vec<Host>,
    pub(crate) dns_domain: String,
    /// `NetBIOS` name of the domain, upper case.
    pub(crate) domain: String,
    /// Accounts that the scenario names.
    pub(crate) accounts: BTreeMap<String, Person>,
    /// Index of the host of each member of the cast.
    pub(crate) cast: BTreeMap<String, usize>,
    /// Local time minus UTC, in ticks.
    pub(crate) utc_offset: i64,
    pub(crate) tenant: String,
}

impl Fleet {
    /// Musters the fleet. `scale` multiplies the hosts; the cast stays on those that are there without it.
    pub(crate) fn muster(plan: &FleetPlan, members: &[CastMember], key: Key, scale: u32) -> Self {
        let key = key.at("fleet");
        let mut directory = Directory::new(&plan.domain, key.at("directory"));
        let accounts: BTreeMap<String, Person> =
            plan.accounts.iter().map(|(name, person)| (name.clone(), directory.named(name, *person))).collect();
        let cast = cast_hosts(plan, members, key.at("cast"));
        let owners: BTreeMap<usize, &Person> =
            members.iter().filter_map(|m| Some((*cast.get(&m.name)?, accounts.get(m.user.as_ref()?)?))).collect();
        let workstations = u64::from(plan.workstations) * u64::from(scale);
        let servers = u64::from(plan.servers) * u64::from(scale);
        let mut hosts = Vec::new();
        let mut roles_seen: BTreeMap<&str, u32> = BTreeMap::new();
        for i in 0..workstations as usize {
            let path = format!("workstation/{}", i + 1);
            // Cast indexes count the hosts of the plan: workstations keep their numbers at any scale.
            let owner = owners.get(&i).filter(|_| i < plan.workstations as usize);
            let host_key = key.at(&path);
            let user = match owner {
                Some(person) => (*person).clone(),
                None => directory.user(host_key.at("user"), i),
            };
            let name = format!("ws-{:04}", i + 1);
            hosts.push(Host::new(hosts.len(), false, "", name, &plan.domain, host_key, user));
        }
        for i in 0..servers as usize {
            let role = plan.roles.get(i % plan.servers.max(1) as usize).map_or("member", String::as_str);
            let number = roles_seen.entry(role).or_insert(0);
            *number += 1;
            let name = format!("{}-{number:02}", if role == "member" { "srv" } else { role });
            let host_key = key.at(&format!("server/{}", i + 1));
            let user = directory.operator(host_key.at("user"), i);
            hosts.push(Host::new(hosts.len(), true, role, name, &plan.domain, host_key, user));
        }
        // In the plan servers follow its workstations; in the scaled fleet they follow all of them.
        let cast = cast
            .into_iter()
            .map(|(name, i)| match i.checked_sub(plan.workstations as usize) {
                Some(server) => (name, workstations as usize + server),
                None => (name, i),
            })
            .collect();
        let mut tenant = String::new();
        key.at("tenant").stream().guid(&mut tenant);
        Self {
            hosts,
            dns_domain: plan.domain.clone(),
            domain: netbios(&plan.domain),
            accounts,
            cast,
            utc_offset: plan.utc_offset,
            tenant,
        }
    }
}

/// The `NetBIOS` name of a domain: its first label, upper case, at most 15 characters.
fn netbios(domain: &str) -> String {
    domain.split('.').next().unwrap_or(domain).chars().take(15).collect::<String>().to_ascii_uppercase()
}

/// Which host each member of the cast is, as an index into the hosts of the plan.
///
/// `any` is drawn from the first 2ⁿ workstations, as many as fit: so the cast stays where it is until the fleet has
/// doubled, and adding a host moves nobody.
fn cast_hosts(plan: &FleetPlan, members: &[CastMember], key: Key) -> BTreeMap<String, usize> {
    let mut cast = BTreeMap::new();
    let mut taken: BTreeSet<usize> = members
        .iter()
        .filter_map(|m| match m.host {
            CastHost::Workstation(number) => Some(number as usize - 1),
            CastHost::AnyWorkstation | CastHost::Server(_) => None,
        })
        .collect();
    let all = plan.workstations.max(1) as usize;
    for member in members {
        let index = match member.host {
            CastHost::Workstation(number) => number as usize - 1,
            CastHost::Server(number) => plan.workstations as usize + number as usize - 1,
            CastHost::AnyWorkstation => {
                let range = 1usize << (usize::BITS - 1 - all.leading_zeros());
                let first = key.at(&member.name).stream().below(range as u64) as usize;
                let near = (0..range).map(|i| (first + i) % range);
                let found = near.chain(range..all).find(|i| !taken.contains(i)).unwrap_or(first);
                taken.insert(found);
                found
            }
        };
        cast.insert(member.name.clone(), index);
    }
    cast
}

//! People and service accounts of the domain.

use std::collections::BTreeSet;

use fake::Fake;
use fake::faker::name::raw::{FirstName, LastName};
use fake::locales::EN;
use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng;

use crate::stream::Key;

/// Share of people who are administrators of their own computer.
const LOCAL_ADMINS: f64 = 0.1;
/// Relative identifiers: accounts that the scenario names, operators of servers, then users of workstations.
const FIRST_NAMED_RID: u64 = 1104;
const NAMED_RIDS: u64 = 2800;
const FIRST_OPERATOR_RID: usize = 4000;
const FIRST_USER_RID: usize = 20_000;

/// An account.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Person {
    /// Name of the account, lower case.
    pub(crate) name: String,
    pub(crate) sid: String,
    /// Principal name; none for accounts that are not synchronized to the cloud.
    pub(crate) upn: Option<String>,
    /// Object id in the cloud; goes with `upn`.
    pub(crate) object: Option<String>,
    /// Whether the desktop has a filtered token.
    pub(crate) admin: bool,
}

/// Where accounts are made: names and identifiers are unique.
pub(crate) struct Directory {
    dns_domain: String,
    domain_sid: String,
    key: Key,
    names: BTreeSet<String>,
    rids: BTreeSet<u64>,
}

impl Directory {
    pub(crate) fn new(dns_domain: &str, key: Key) -> Self {
        let mut stream = key.at("domain").stream();
        let parts: Vec<String> = (0..3).map(|_| stream.between(1_000_000_000, 4_294_967_295).to_string()).collect();
        Self {
            dns_domain: dns_domain.to_owned(),
            domain_sid: format!("S-1-5-21-{}", parts.join("-")),
            key,
            names: BTreeSet::new(),
            rids: BTreeSet::new(),
        }
    }

    /// An account that the scenario names; people are synchronized to the cloud, services are not.
    pub(crate) fn named(&mut self, name: &str, person: bool) -> Person {
        let key = self.key.at("named").at(name);
        let first = key.number() % NAMED_RIDS;
        let rid = (0..NAMED_RIDS)
            .map(|i| FIRST_NAMED_RID + (first + i) % NAMED_RIDS)
            .find(|rid| !self.rids.contains(rid))
            .unwrap_or(FIRST_NAMED_RID + first);
        self.rids.insert(rid);
        self.names.insert(name.to_owned());
        self.account(name.to_owned(), rid, person.then_some(key), true)
    }

    /// The user of a workstation.
    pub(crate) fn user(&mut self, key: Key, index: usize) -> Person {
        let (name, admin) = self.new_name(key);
        let rid = FIRST_USER_RID + 3 * index + key.at("rid").stream().below(3) as usize;
        self.account(name, rid as u64, Some(key), admin)
    }

    /// Who administers a server.
    pub(crate) fn operator(&mut self, key: Key, index: usize) -> Person {
        let (name, _) = self.new_name(key);
        self.account(format!("adm.{name}"), (FIRST_OPERATOR_RID + index) as u64, None, true)
    }

    fn account(&self, name: String, rid: u64, synchronized: Option<Key>, admin: bool) -> Person {
        let sid = format!("{}-{rid}", self.domain_sid);
        let object = synchronized.map(|key| {
            let mut guid = String::new();
            key.at("object").stream().guid(&mut guid);
            guid
        });
        let upn = synchronized.map(|_| format!("{name}@{}", self.dns_domain));
        Person { name, sid, upn, object, admin }
    }

    /// A name that nobody has yet, and whether its bearer is a local administrator.
    fn new_name(&mut self, key: Key) -> (String, bool) {
        let mut names = ChaCha8Rng::seed_from_u64(key.at("name").number());
        let first: &str = FirstName(EN).fake_with_rng(&mut names);
        let last: &str = LastName(EN).fake_with_rng(&mut names);
        let plain =
            |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let base = format!("{}.{}", plain(first), plain(last));
        let mut name = base.clone();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{base}{number}");
            number += 1;
        }
        (name, key.at("admin").stream().chance(LOCAL_ADMINS))
    }
}

//! Security contexts: account, logon session, integrity, elevation.

use crate::strings::Sym;
use crate::vocabulary::{Account, Integrity};
use crate::world::World;

/// What a process runs as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Token {
    pub(crate) domain: Sym,
    pub(crate) name: Sym,
    pub(crate) sid: Sym,
    pub(crate) upn: Sym,
    pub(crate) object: Sym,
    pub(crate) logon: i64,
    pub(crate) integrity: Sym,
    pub(crate) elevation: Sym,
    pub(crate) session: i64,
}

/// Row of an account in the table of built-in tokens.
fn ordinal(account: &Account) -> Option<usize> {
    match account {
        Account::User => Some(0),
        Account::Elevated => Some(1),
        Account::System => Some(2),
        Account::NetworkService => Some(3),
        Account::LocalService => Some(4),
        Account::Named(_) => None,
    }
}

impl World<'_> {
    /// The token of an account in an epoch; `integrity` only where it is not the usual one.
    pub(crate) fn token(&mut self, epoch: usize, account: &Account, integrity: Option<Integrity>) -> u32 {
        let column = integrity.map_or(0, |i| 1 + i as usize);
        if let Some(slot) = ordinal(account).map(|row| row * 5 + column) {
            if let Some(known) = self.epochs[epoch].tokens[slot] {
                return known;
            }
            let token = self.new_token(epoch, account, integrity);
            self.epochs[epoch].tokens[slot] = Some(token);
            return token;
        }
        let place = (epoch, account.clone(), integrity);
        if let Some(known) = self.named_tokens.get(&place) {
            return *known;
        }
        let token = self.new_token(epoch, account, integrity);
        self.named_tokens.insert(place, token);
        token
    }

    fn new_token(&mut self, epoch: usize, account: &Account, integrity: Option<Integrity>) -> u32 {
        let words = &self.back.words;
        let session_key = self.host.key.at("session").nth(self.epochs[epoch].boot);
        let well_known = |name, sid, logon| Token {
            domain: words.nt_authority,
            name,
            sid,
            upn: Sym::NULL,
            object: Sym::NULL,
            logon,
            integrity: words.integrity[Integrity::System as usize],
            elevation: words.elevation_default,
            session: 0,
        };
        let mut token = match account {
            Account::System => well_known(words.system, words.system_sid, 999),
            Account::LocalService => well_known(words.local_service, words.local_service_sid, 997),
            Account::NetworkService => well_known(words.network_service, words.network_service_sid, 996),
            Account::User | Account::Elevated | Account::Named(_) => {
                let (person, usual, elevation, session, name) = match account {
                    Account::Named(name) => {
                        let person = self.back.fleet.accounts.get(&**name).unwrap_or(&self.host.user);
                        // Logged on as a service: the full token, without the filter of the desktop.
                        (person, Integrity::High, words.elevation_default, 0, &**name)
                    }
                    Account::Elevated => {
                        (&self.host.user, Integrity::High, words.elevation_full, self.session(epoch), "elevated")
                    }
                    _ => {
                        let filtered = self.host.user.admin;
                        let elevation = if filtered { words.elevation_limited } else { words.elevation_default };
                        (&self.host.user, Integrity::Medium, elevation, self.session(epoch), "user")
                    }
                };
                let logon = session_key.at(name).stream().between(180_000, 4_000_000);
                Token {
                    domain: words.domain,
                    name: self.texts.intern(&person.name),
                    sid: self.texts.intern(&person.sid),
                    upn: person.upn.as_ref().map_or(Sym::NULL, |t| self.texts.intern(t)),
                    object: person.object.as_ref().map_or(Sym::NULL, |t| self.texts.intern(t)),
                    logon,
                    integrity: words.integrity[usual as usize],
                    elevation,
                    session,
                }
            }
        };
        if let Some(integrity) = integrity {
            token.integrity = words.integrity[integrity as usize];
        }
        self.tokens.push(token);
        self.tokens.len() as u32 - 1
    }

    /// The session of the user: 1 at the console, as a rule.
    fn session(&self, epoch: usize) -> i64 {
        let mut stream = self.host.key.at("session").nth(self.epochs[epoch].boot).stream();
        if stream.chance(0.85) { 1 } else { 2 + stream.below(3) as i64 }
    }
}

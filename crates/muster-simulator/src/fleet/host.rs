//! A host.

use crate::fleet::Person;
use crate::quantity::{HOUR, MINUTE};
use crate::stream::{Key, Stream};
use crate::template::Filling;

/// A computer with its user.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    /// Place in the fleet; also the order of rows that have the same time.
    pub(crate) index: usize,
    pub(crate) server: bool,
    /// Role of a server, `member` if it has none; empty for workstations.
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) fqdn: String,
    /// 40 hex digits.
    pub(crate) device_id: String,
    pub(crate) key: Key,
    pub(crate) user: Person,
    /// When its user comes to work: local time of day, in ticks.
    pub(crate) day_start: i64,
}

impl Host {
    pub(crate) fn new(
        index: usize,
        server: bool,
        role: &str,
        name: String,
        domain: &str,
        key: Key,
        user: Person,
    ) -> Self {
        let mut stream = key.at("facts").stream();
        let mut device_id = String::with_capacity(40);
        stream.hex(40, &mut device_id);
        let day_start = 8 * HOUR + stream.between(-45, 60) * MINUTE + stream.between(0, MINUTE);
        let fqdn = format!("{name}.{domain}");
        Self { index, server, role: role.to_owned(), name, fqdn, device_id, key, user, day_start }
    }

    /// What placeholders mean on this host.
    pub(crate) fn filling<'a>(
        &'a self,
        domain: &'a str,
        dns_domain: &'a str,
        number: u32,
        iteration: u32,
        stream: &'a mut Stream,
    ) -> Filling<'a> {
        Filling {
            user: &self.user.name,
            upn: self.user.upn.as_deref().unwrap_or(""),
            sid: &self.user.sid,
            host: &self.name,
            fqdn: &self.fqdn,
            domain,
            dns_domain,
            device_id: &self.device_id,
            number,
            iteration,
            stream,
        }
    }
}

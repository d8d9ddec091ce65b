//! What all devices of a simulation share: texts, images as they appear in rows, accounts that every Windows has.

use md5::Md5;
use muster_catalog::TICKS_PER_SECOND;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::fleet::Fleet;
use crate::library::Library;
use crate::library::image::{Image, Signer, VersionInfo};
use crate::strings::{Local, Shared, Sym};
use crate::truth::Truth;

/// Size of a file that no catalog knows, in bytes: at least and at most.
const UNKNOWN_SIZE: (i64, i64) = (48_128, 4_194_304);

/// An image as rows show it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ImageFacts {
    pub(crate) name: Sym,
    pub(crate) path: Sym,
    /// File name and path as columns about the parent have them.
    pub(crate) parent_name: Sym,
    pub(crate) parent_path: Sym,
    pub(crate) sha1: Sym,
    pub(crate) sha256: Sym,
    pub(crate) md5: Sym,
    pub(crate) size: Option<i64>,
    pub(crate) company: Sym,
    pub(crate) product: Sym,
    pub(crate) version: Sym,
    pub(crate) internal: Sym,
    pub(crate) original: Sym,
    pub(crate) description: Sym,
    pub(crate) signer: Sym,
    pub(crate) status: Sym,
}

/// A place where texts become numbers.
pub(crate) trait Interner {
    fn intern(&mut self, text: &str) -> Sym;
}

impl Interner for Shared {
    fn intern(&mut self, text: &str) -> Sym {
        Self::intern(self, text)
    }
}

impl Interner for Local {
    fn intern(&mut self, text: &str) -> Sym {
        Self::intern(self, text)
    }
}

/// What all devices share. Nothing of it changes while devices are simulated.
pub(crate) struct Backdrop<'a> {
    pub(crate) library: &'a Library,
    pub(crate) fleet: Fleet,
    pub(crate) texts: Shared,
    /// By index in the library.
    pub(crate) images: Vec<ImageFacts>,
    /// Command lines of the roots, where they are the same on all hosts.
    pub(crate) root_commands: Vec<Option<Sym>>,
    pub(crate) words: Words,
    /// First and last tick of the telemetry.
    pub(crate) start: i64,
    pub(crate) clock: i64,
    pub(crate) noisy: bool,
    /// What the steps of the story are; rows name them by index.
    pub(crate) truths: Vec<Truth>,
}

/// Texts that stand in every row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) process_created: Sym,
    pub(crate) table: Sym,
    pub(crate) machine_group: Sym,
    pub(crate) tenant: Sym,
    pub(crate) billable: Sym,
    pub(crate) nt_authority: Sym,
    pub(crate) system: Sym,
    pub(crate) network_service: Sym,
    pub(crate) local_service: Sym,
    pub(crate) system_sid: Sym,
    pub(crate) local_service_sid: Sym,
    pub(crate) network_service_sid: Sym,
    /// `Low`, `Medium`, `High`, `System`.
    pub(crate) integrity: [Sym; 4],
    pub(crate) elevation_default: Sym,
    pub(crate) elevation_full: Sym,
    pub(crate) elevation_limited: Sym,
    pub(crate) domain: Sym,
}

impl Words {
    pub(crate) fn new(texts: &mut Shared, fleet: &Fleet) -> Self {
        Self {
            process_created: texts.intern("ProcessCreated"),
            table: texts.intern("DeviceProcessEvents"),
            machine_group: texts.intern("UnassignedGroup"),
            tenant: texts.intern(&fleet.tenant),
            billable: texts.intern("True"),
            nt_authority: texts.intern("nt authority"),
            system: texts.intern("system"),
            network_service: texts.intern("network service"),
            local_service: texts.intern("local service"),
            system_sid: texts.intern("S-1-5-18"),
            local_service_sid: texts.intern("S-1-5-19"),
            network_service_sid: texts.intern("S-1-5-20"),
            integrity: ["Low", "Medium", "High", "System"].map(|word| texts.intern(word)),
            elevation_default: texts.intern("TokenElevationTypeDefault"),
            elevation_full: texts.intern("TokenElevationTypeFull"),
            elevation_limited: texts.intern("TokenElevationTypeLimited"),
            domain: texts.intern(&fleet.domain.to_ascii_lowercase()),
        }
    }
}

impl<'a> Backdrop<'a> {
    pub(crate) fn new(library: &'a Library, fleet: Fleet, clock: i64, span: i64, noisy: bool) -> Self {
        let mut texts = Shared::new();
        let words = Words::new(&mut texts, &fleet);
        let images = library
            .images
            .iter()
            .map(|image| {
                let path = image.path.fixed().unwrap_or("").to_owned();
                facts_of(image, &path, None, &mut texts)
            })
            .collect();
        let root_commands = library
            .roots
            .iter()
            .map(|root| root.command.fixed().map(|c| texts.intern(&crate::template::defender_form(c))))
            .collect();
        Self {
            library,
            fleet,
            texts,
            images,
            root_commands,
            words,
            start: clock - span,
            clock,
            noisy,
            truths: Vec::new(),
        }
    }

    /// Days before the telemetry begins that the past of a host may reach back to, as a time.
    pub(crate) fn past(&self, days: i64) -> i64 {
        (self.start - days * 86_400 * TICKS_PER_SECOND).max(0)
    }
}

/// An image of the catalog at `path`, in another version if one is given.
pub(crate) fn facts_of(image: &Image, path: &str, version: Option<&str>, texts: &mut impl Interner) -> ImageFacts {
    let own = image.info.as_ref().map_or("", |i| i.version.as_str());
    let identity = format!("{}\0{}", image.name.to_ascii_lowercase(), version.unwrap_or(own));
    // An image whose path depends on the host has its facts completed there.
    let name = if path.is_empty() { image.name.as_str() } else { file_name(path) };
    let size = if image.size > 0 { image.size } else { derived_size(&identity) };
    facts(name, path, &identity, size, image.info.as_ref(), version, image.signer, texts)
}

/// A file that no catalog knows. `shape` makes two of them the same file: the path as the scenario has it.
pub(crate) fn facts_of_unknown(path: &str, shape: &str, texts: &mut impl Interner) -> ImageFacts {
    let identity = format!("?\0{}", shape.to_ascii_lowercase());
    facts(file_name(path), path, &identity, derived_size(&identity), None, None, Signer::None, texts)
}

#[expect(clippy::too_many_arguments, reason = "one call for each kind of image; a struct would only repeat the names")]
fn facts(
    name: &str,
    path: &str,
    identity: &str,
    size: i64,
    info: Option<&VersionInfo>,
    version: Option<&str>,
    signer: Signer,
    texts: &mut impl Interner,
) -> ImageFacts {
    // The kernel's own process has a name and neither a file nor a hash.
    let file = path.contains('\\') || path.is_empty();
    let hash = |texts: &mut dyn FnMut(&str) -> Sym, digest: &[u8]| if file { texts(&hex(digest)) } else { Sym::NULL };
    let mut intern = |text: &str| texts.intern(text);
    let parent_name = if signer == Signer::Os { name.to_ascii_lowercase() } else { name.to_owned() };
    let sha1 = hash(&mut intern, &Sha1::digest(identity));
    let sha256 = hash(&mut intern, &Sha256::digest(identity));
    let md5 = hash(&mut intern, &Md5::digest(identity));
    let mut of = |read: fn(&VersionInfo) -> &String| info.map_or(Sym::EMPTY, |i| intern(read(i)));
    let (company, product, internal) = (of(|i| &i.company), of(|i| &i.product), of(|i| &i.internal));
    let (own_version, original, description) = (of(|i| &i.version), of(|i| &i.original), of(|i| &i.description));
    let version = version.filter(|_| info.is_some()).map_or(own_version, &mut intern);
    let (signer, status) = match signer {
        Signer::Os => ("OsVendor", "Valid"),
        Signer::Other => ("Unknown", "Valid"),
        Signer::None => ("Unknown", "Unsigned"),
    };
    ImageFacts {
        name: intern(name),
        path: intern(path),
        parent_name: intern(&parent_name),
        parent_path: intern(&path.to_lowercase()),
        sha1,
        sha256,
        md5,
        size: file.then_some(size),
        company,
        product,
        version,
        internal,
        original,
        description,
        signer: intern(signer),
        status: intern(status),
    }
}

/// The part of a path behind its last backslash.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('\\').next().unwrap_or(path)
}

fn derived_size(identity: &str) -> i64 {
    let digest = Sha256::digest(identity.as_bytes());
    let number = digest.iter().take(4).fold(0i64, |n, b| (n << 8) | i64::from(*b));
    // Files are padded to sectors.
    (UNKNOWN_SIZE.0 + number % (UNKNOWN_SIZE.1 - UNKNOWN_SIZE.0)) / 512 * 512
}

fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from(b"0123456789abcdef"[usize::from(n & 15)]);
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(*b)]).collect()
}

//! What scenarios are made of: images, behaviors, noise profiles. Read from data files, the same for all scenarios.

pub(crate) mod behavior;
pub(crate) mod image;
pub(crate) mod profile;

use std::collections::BTreeMap;

use muster_source::{Diagnostic, Source, Span};
use muster_yaml::Node;

use crate::codes::FOLDER;
use crate::scenario::use_behavior::check_behavior;
use behavior::Behavior;
use image::{Image, Root};
use profile::Profile;

/// Images, behaviors and noise profiles.
#[derive(Debug, Clone, Default)]
pub struct Library {
    pub(crate) images: Vec<Image>,
    /// By name in lower case.
    pub(crate) image_index: BTreeMap<String, usize>,
    pub(crate) roots: Vec<Root>,
    pub(crate) behaviors: BTreeMap<String, Behavior>,
    pub(crate) profiles: BTreeMap<String, Profile>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shelf {
    Images,
    Behaviors,
    Profiles,
}

impl Library {
    /// Reads a library. The folder in a source's name says what it is: `images/`, `behaviors/` or `profiles/`; a
    /// behavior's address is its path below `behaviors/`, without the extension.
    ///
    /// What cannot be read is left out and reported. The order of `sources` matters only for roots: a file's roots may
    /// name those of files before it.
    #[must_use]
    pub fn read(sources: &[Source]) -> (Self, Vec<Diagnostic>) {
        let mut library = Self::default();
        let mut diagnostics = Vec::new();
        let mut files: Vec<(Shelf, String, &Source, Node)> = Vec::new();
        for source in sources {
            let Some((shelf, address)) = shelf_of(source.name()) else {
                diagnostics.push(
                    Diagnostic::error(FOLDER, "the file is in no folder of the library", source, Span::new(0, 0))
                        .help("put it under `images/`, `behaviors/` or `profiles/`"),
                );
                continue;
            };
            match muster_yaml::read(source) {
                Ok(node) => files.push((shelf, address, source, node)),
                Err(errors) => diagnostics.extend(errors),
            }
        }
        let on = |shelf| files.iter().filter(move |f| f.0 == shelf);
        for (_, _, source, node) in on(Shelf::Images) {
            image::read_images(node, source, &mut library, &mut diagnostics);
        }
        for (_, _, source, node) in on(Shelf::Images) {
            image::read_roots(node, source, &mut library, &mut diagnostics);
        }
        for (_, address, source, node) in on(Shelf::Profiles) {
            let profile = profile::read(node, source, &library, &mut diagnostics);
            library.profiles.insert(address.clone(), profile);
        }
        for (_, address, source, node) in on(Shelf::Behaviors) {
            if let Some(behavior) = behavior::read(node, source, &mut diagnostics) {
                library.behaviors.insert(address.clone(), behavior);
            }
        }
        for address in library.behaviors.keys() {
            check_behavior(address, &library, &mut diagnostics);
        }
        (library, diagnostics)
    }

    /// The names of all images, as they are on disk.
    pub fn image_names(&self) -> impl Iterator<Item = &str> {
        self.images.iter().map(|i| i.name.as_str())
    }

    /// The addresses of all behaviors, sorted.
    pub fn behavior_names(&self) -> impl Iterator<Item = &str> {
        self.behaviors.keys().map(String::as_str)
    }

    /// The names of all noise profiles, sorted.
    pub fn profile_names(&self) -> impl Iterator<Item = &str> {
        self.profiles.keys().map(String::as_str)
    }
}

/// The shelf of a file and its address there.
fn shelf_of(name: &str) -> Option<(Shelf, String)> {
    let parts: Vec<&str> = name.split(['/', '\\']).collect();
    let last = parts.len().checked_sub(1)?;
    let (at, shelf) = parts[..last].iter().enumerate().rev().find_map(|(i, part)| match *part {
        "images" => Some((i, Shelf::Images)),
        "behaviors" => Some((i, Shelf::Behaviors)),
        "profiles" => Some((i, Shelf::Profiles)),
        _ => None,
    })?;
    let mut address = parts[at + 1..].join("/");
    if let Some(stem) = address.strip_suffix(".yaml").or_else(|| address.strip_suffix(".yml")) {
        address.truncate(stem.len());
    }
    Some((shelf, address))
}

//! A small workspace in a temporary folder, and the binary in it.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// A copy of the workspace that the console sessions play in.
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli/demo.in");
        copy(&from, folder.path());
        Self { folder }
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// Copies a file or a folder of this repository.
    pub(crate) fn copy_in(&self, from: &Path, inside: &str) {
        if from.is_dir() {
            copy(from, &self.path(inside));
        } else {
            self.write(inside, fs::read(from).expect("it is there"));
        }
    }

    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside)
    }

    pub(crate) fn write(&self, inside: &str, content: impl AsRef<[u8]>) {
        let path = self.path(inside);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be created");
        fs::write(path, content).expect("it can be written");
    }

    pub(crate) fn replace(&self, inside: &str, old: &str, new: &str) {
        let text = fs::read_to_string(self.path(inside)).expect("it is there");
        assert!(text.contains(old), "{inside} has no {old:?}");
        self.write(inside, text.replacen(old, new, 1));
    }

    pub(crate) fn remove(&self, inside: &str) {
        let path = self.path(inside);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("it is there");
    }

    /// The binary with these arguments, split at spaces, in the workspace. It may write pending files: this is no CI.
    pub(crate) fn muster(&self, args: &str) -> Command {
        let mut command = Command::cargo_bin("muster").expect("the binary is built");
        command.current_dir(self.folder.path()).env_remove("CI").env("NO_COLOR", "1").args(args.split_whitespace());
        command
    }

    /// All files with what is in them, and all folders.
    pub(crate) fn tree(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let mut all = BTreeMap::new();
        walk(self.folder.path(), &mut all);
        all
    }
}

fn walk(folder: &Path, all: &mut BTreeMap<PathBuf, Option<Vec<u8>>>) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            walk(&path, all);
            all.insert(path, None);
        } else {
            let content = fs::read(&path).expect("it can be read");
            all.insert(path, Some(content));
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be created");
    for entry in fs::read_dir(from).expect("the fixture is there") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("it can be copied");
        }
    }
}

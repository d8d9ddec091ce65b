//! A file that is written whole has the permissions of any other file.
#![cfg(unix)]

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use muster_files::{Written, write_whole};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("it is there").permissions().mode() & 0o7777
}

fn write(path: &Path) {
    let written = write_whole(path, |out| {
        out.write_all(b"x")?;
        Ok(Written { rows: 1 })
    });
    written.expect("it can be written");
}

#[test]
fn a_new_file_follows_the_umask() {
    let folder = tempfile::tempdir().expect("a folder");
    let (plain, whole) = (folder.path().join("plain"), folder.path().join("whole"));
    File::create(&plain).expect("it can be written");
    write(&whole);
    assert_eq!(mode(&whole), mode(&plain));
}

#[test]
fn a_file_that_is_written_anew_keeps_its_permissions() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("whole");
    for bits in [0o600, 0o640, 0o644] {
        write(&path);
        fs::set_permissions(&path, Permissions::from_mode(bits)).expect("they can be set");
        write(&path);
        assert_eq!(mode(&path), bits);
    }
}

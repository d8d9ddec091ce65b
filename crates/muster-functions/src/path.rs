//! File paths of Windows and Unix, taken apart.

use serde_json::{Map, Value as Json};

/// The parts of a path as the bag that `parse_path` returns; `None` for a long path (`\\?\C:\…`).
pub(crate) fn parts(path: &str) -> Option<Json> {
    let (scheme, path) = match path.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
        _ => ("", path),
    };
    if path.starts_with(r"\\?\") || path.starts_with(r"\\.\") {
        return None;
    }
    let root = match path.as_bytes() {
        [drive, b':', ..] if drive.is_ascii_alphabetic() => &path[..2],
        _ => "",
    };
    let (directory, file) = match path.rfind(['\\', '/']) {
        Some(at) => (&path[..at], &path[at + 1..]),
        None => ("", &path[root.len()..]),
    };
    let (file, stream) = file.split_once(':').unwrap_or((file, ""));
    let name = directory.rsplit(['\\', '/']).next().unwrap_or_default();
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    let mut bag = Map::new();
    for (key, part) in [
        ("Scheme", scheme),
        ("RootPath", root),
        ("DirectoryPath", directory),
        ("DirectoryName", name),
        ("Filename", file),
        ("Extension", extension),
        ("AlternateDataStreamName", stream),
    ] {
        bag.insert(key.to_owned(), part.into());
    }
    Some(Json::Object(bag))
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(r"C:\temp\file.txt", ["", "C:", r"C:\temp", "temp", "file.txt", "txt", ""])]
    #[case(r"temp\file.txt", ["", "", "temp", "temp", "file.txt", "txt", ""])]
    #[case("file://C:/temp/file.txt:some.exe", ["file", "C:", "C:/temp", "temp", "file.txt", "txt", "some.exe"])]
    #[case(r"\\shared\users\temp\file.txt.gz", ["", "", r"\\shared\users\temp", "temp", "file.txt.gz", "gz", ""])]
    #[case("/usr/lib/temp/file.txt", ["", "", "/usr/lib/temp", "temp", "file.txt", "txt", ""])]
    #[case("file", ["", "", "", "", "file", "", ""])]
    fn a_path_is_taken_apart(#[case] path: &str, #[case] expected: [&str; 7]) {
        let bag = parts(path).unwrap();
        let values: Vec<&str> = bag.as_object().unwrap().values().filter_map(Json::as_str).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn a_long_path_is_not_taken_apart() {
        assert_eq!(parts(r"\\?\C:\temp\file.txt"), None);
    }
}

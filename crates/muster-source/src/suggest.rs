//! "Did you mean".

/// The candidate nearest to `name`, if it is near enough to be what was meant.
///
/// Case is ignored; about one edit in three characters is allowed. Of equally near candidates the first wins.
#[must_use]
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    let allowed = (wanted.chars().count() / 3).clamp(1, 4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::osa_distance(&wanted, &candidate.to_lowercase());
        if distance <= allowed && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_names_are_suggested() {
        assert_eq!(nearest("Timestmp", ["TimeGenerated", "Timestamp"]), Some("Timestamp"));
        assert_eq!(nearest("filename", ["FileName"]), Some("FileName"));
        assert_eq!(nearest("Foo", ["DeviceName"]), None);
    }
}

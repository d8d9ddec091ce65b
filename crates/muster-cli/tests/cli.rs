//! The console sessions of `tests/cli`, replayed against the binary.

#[test]
fn sessions_go_as_they_are_written() {
    trycmd::TestCases::new().env("CI", "1").env("NO_COLOR", "1").case("../../tests/cli/*.md").run();
}

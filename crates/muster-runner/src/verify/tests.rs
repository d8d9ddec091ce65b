//! Forms of names that rules give to their alerts.

use rstest::rstest;

use super::has_form;

#[rstest]
#[case("Agent on ws-1 by jdoe", "Agent on {{DeviceName}} by {{AccountName}}", true)]
#[case("Agent on ws-1", "Agent on {{DeviceName}}", true)]
#[case("Agent on ws-1 and more", "Agent on {{DeviceName}} and", false)]
#[case("Another on ws-1", "Agent on {{DeviceName}}", false)]
#[case("ws-1: agent", "{{DeviceName}}: agent", true)]
#[case("anything", "{{Title}}", false)]
#[case("Agent", "Agent", true)]
#[case("Agents", "Agent", false)]
fn a_name_is_of_the_form_that_the_rule_gives(#[case] text: &str, #[case] form: &str, #[case] is: bool) {
    assert_eq!(has_form(text, form), is);
}

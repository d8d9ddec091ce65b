//! A secret from the environment, which nothing can print.

use std::fmt;

use muster_source::{Diagnostic, Severity};

use crate::codes::TOKEN;

/// What stands for a secret in every text.
const HIDDEN: &str = "***";

/// A token that gives access to a sink.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Takes the value of the environment variable `variable`.
    ///
    /// # Errors
    /// A value that no header can carry. The message names the variable and says nothing of the value.
    pub fn new(variable: &str, value: &str) -> Result<Self, Diagnostic> {
        let value = value.trim();
        let value = value.strip_prefix("Bearer ").unwrap_or(value).trim();
        let wrong = |what: &str| {
            Diagnostic::bare(TOKEN, Severity::Error, format!("the environment variable `{variable}` {what}"))
                .help(format!("set it to the token alone: export {variable}=…"))
        };
        if value.is_empty() {
            return Err(wrong("is empty"));
        }
        if !value.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return Err(wrong("has a character that no token has"));
        }
        Ok(Self(value.to_owned()))
    }

    /// The value of the header `authorization`. Shared access signatures of Event Hubs name their own scheme.
    pub(crate) fn header(&self) -> String {
        if self.0.starts_with("SharedAccessSignature ") { self.0.clone() } else { format!("Bearer {}", self.0) }
    }

    /// The text without the secret, in whole or in its telling parts.
    pub(crate) fn hide(&self, text: &str) -> String {
        let mut text = text.replace(&self.0, HIDDEN);
        for part in self.0.split([' ', '&', '=', '.']).filter(|part| part.len() >= 12) {
            text = text.replace(part, HIDDEN);
        }
        text
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({HIDDEN})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_prints_as_nothing_and_is_taken_out_of_texts() {
        let token = Token::new("T", " Bearer eyJhbGciOi.eyJzdWIiOiIxMjM0NTY3.c2lnbmF0dXJlLWhlcmU\n").expect("a token");
        assert_eq!(format!("{token:?}"), "Token(***)");
        assert_eq!(token.header(), "Bearer eyJhbGciOi.eyJzdWIiOiIxMjM0NTY3.c2lnbmF0dXJlLWhlcmU");
        assert_eq!(token.hide("no eyJhbGciOi.eyJzdWIiOiIxMjM0NTY3.c2lnbmF0dXJlLWhlcmU here"), "no *** here");
        assert_eq!(token.hide("a part: c2lnbmF0dXJlLWhlcmU"), "a part: ***");
    }

    #[test]
    fn a_signature_keeps_its_scheme() {
        let text = "SharedAccessSignature sr=hub&sig=abcdefghijklmnop&se=1&skn=send";
        assert_eq!(Token::new("T", text).expect("a token").header(), text);
    }

    #[test]
    fn a_value_that_is_none_is_refused_without_being_shown() {
        for bad in ["", " \n", "top\nsecret", "gehéim"] {
            let fault = Token::new("MY_TOKEN", bad).expect_err("no token");
            assert!(fault.message.contains("`MY_TOKEN`"), "{}", fault.message);
            assert!(!fault.message.contains("top") && !fault.message.contains("geh"), "{}", fault.message);
        }
    }
}

//! Reading a text from the left.

/// What is left to read.
#[derive(Debug, Clone)]
pub(super) struct Scan<'a>(&'a str);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes this character if it is next.
    pub(super) fn char(&mut self, c: char) -> bool {
        self.any_of(&[c]).is_some()
    }

    /// Takes the next character if it is one of these.
    pub(super) fn any_of(&mut self, chars: &[char]) -> Option<char> {
        let next = self.0.chars().next().filter(|next| chars.contains(next))?;
        self.0 = &self.0[next.len_utf8()..];
        Some(next)
    }

    /// Takes spaces; says whether there were any.
    pub(super) fn spaces(&mut self) -> bool {
        !self.take(|b| b == b' ').is_empty()
    }

    /// Takes ASCII digits, at least one.
    pub(super) fn digits(&mut self) -> Option<&'a str> {
        Some(self.take(|b| b.is_ascii_digit())).filter(|digits| !digits.is_empty())
    }

    /// Takes ASCII letters, at least one.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        Some(self.take(|b| b.is_ascii_alphabetic())).filter(|word| !word.is_empty())
    }

    fn take(&mut self, accept: impl Fn(u8) -> bool) -> &'a str {
        let end = self.0.bytes().position(|b| !accept(b)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }
}

/// The digits after a decimal point of seconds, in ticks; what comes after the seventh is cut off.
pub(super) fn fraction_ticks(digits: &str) -> Option<i64> {
    let digits = &digits[..digits.len().min(7)];
    let missing = u32::try_from(7 - digits.len()).ok()?;
    Some(digits.parse::<i64>().ok()? * 10i64.pow(missing))
}

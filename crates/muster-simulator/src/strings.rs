//! Texts of a simulation, each kept once and named by a number.
//!
//! A fleet has a few thousand texts that stand in millions of cells. Texts that all devices share are [`Shared`]; those
//! of one device are [`Local`] and numbered after them. Most columns of the result are lists of numbers into one
//! dictionary of all these texts. What stands in a few rows only, the command lines of ordinary activity, has numbers
//! of its own from [`PASSING`] on and goes when those rows are written.

use std::collections::HashMap;

/// The first number of texts that pass.
const PASSING: u32 = 1 << 31;

/// The number of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Sym(pub(crate) u32);

impl Sym {
    /// No text: null.
    pub(crate) const NULL: Self = Self(0);
    /// `""`.
    pub(crate) const EMPTY: Self = Self(1);

    /// The place among the texts that pass, if it is one of them.
    pub(crate) fn passing(self) -> Option<usize> {
        self.0.checked_sub(PASSING).map(|index| index as usize)
    }
}

/// Texts in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    bytes: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) -> usize {
        self.bytes.push_str(text);
        self.ends.push(self.bytes.len());
        self.ends.len() - 1
    }

    /// The text with this index.
    pub(crate) fn get(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(0) };
        let end = self.ends.get(index).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or("")
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All texts, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(i))
    }
}

/// Texts that all devices share. Number 0 is null, number 1 is `""`.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    texts: Texts,
    known: HashMap<String, Sym>,
}

impl Shared {
    pub(crate) fn new() -> Self {
        let mut texts = Texts::default();
        texts.push("");
        texts.push("");
        Self { texts, known: HashMap::from([(String::new(), Sym::EMPTY)]) }
    }

    /// The number of `text`.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        if let Some(sym) = self.known.get(text) {
            return *sym;
        }
        let sym = Sym(self.texts.push(text) as u32);
        self.known.insert(text.to_owned(), sym);
        sym
    }

    /// The texts; the first one stands for null.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }
}

/// Texts of one device.
#[derive(Debug, Clone)]
pub(crate) struct Local {
    first: u32,
    texts: Texts,
    known: HashMap<String, Sym>,
    passing: Texts,
}

impl Local {
    /// No text yet, beside those of `shared`.
    pub(crate) fn beside(shared: &Shared) -> Self {
        let (texts, passing) = (Texts::default(), Texts::default());
        Self { first: shared.texts.len() as u32, texts, known: HashMap::new(), passing }
    }

    /// The number of a text that often comes again.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::EMPTY;
        }
        if let Some(sym) = self.known.get(text) {
            return *sym;
        }
        let sym = self.push(text);
        self.known.insert(text.to_owned(), sym);
        sym
    }

    /// The number of a text that hardly comes again.
    pub(crate) fn push(&mut self, text: &str) -> Sym {
        Sym(self.first + self.texts.push(text) as u32)
    }

    /// The number of a text that goes with the rows it stands in.
    pub(crate) fn pass(&mut self, text: &str) -> Sym {
        Sym(PASSING + self.passing.push(text) as u32)
    }

    /// The texts that pass; none is left here.
    pub(crate) fn take_passing(&mut self) -> Texts {
        std::mem::take(&mut self.passing)
    }

    /// The text with this number.
    pub(crate) fn get<'a>(&'a self, shared: &'a Shared, sym: Sym) -> &'a str {
        if let Some(index) = sym.passing() {
            return self.passing.get(index);
        }
        match sym.0.checked_sub(self.first) {
            Some(index) => self.texts.get(index as usize),
            None => shared.texts.get(sym.0 as usize),
        }
    }

    /// The texts of this device.
    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }
}

//! What tells a tool's process from others: as KQL, as rows that have it, and as rows that nearly have it.

use std::collections::BTreeMap;

/// What a fact speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// The name of the file, whole.
    File,
    /// The same with a `*`.
    FileLike,
    /// A word in the name of the file.
    FileWord,
    /// A part of the path.
    Folder,
    Company,
    Product,
    Description,
    Original,
}

impl Field {
    /// By the table's word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "file" => Self::File,
            "file_like" => Self::FileLike,
            "file_word" => Self::FileWord,
            "folder" => Self::Folder,
            "company" => Self::Company,
            "product" => Self::Product,
            "description" => Self::Description,
            "original" => Self::Original,
            _ => return None,
        })
    }

    fn column(self) -> &'static str {
        match self {
            Self::File | Self::FileLike | Self::FileWord => "FileName",
            Self::Folder => "FolderPath",
            Self::Company => "ProcessVersionInfoCompanyName",
            Self::Product => "ProcessVersionInfoProductName",
            Self::Description => "ProcessVersionInfoFileDescription",
            Self::Original => "ProcessVersionInfoOriginalFileName",
        }
    }

    /// Whether it is a text of the version information.
    fn is_version(self) -> bool {
        matches!(self, Self::Company | Self::Product | Self::Description | Self::Original)
    }

    fn is_file(self) -> bool {
        matches!(self, Self::File | Self::FileLike | Self::FileWord)
    }
}

/// What tells a process from others.
#[derive(Debug)]
pub(super) enum Fact {
    All(Vec<Fact>),
    Any(Vec<Fact>),
    /// One of the texts.
    Is(Field, Vec<String>),
    Empty(Field),
}

/// The facts of one process: [`Field::FileLike`] and [`Field::FileWord`] are given as [`Field::File`].
pub(super) type Image = BTreeMap<Field, String>;

/// How a near miss differs from the tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// The tool's words inside of longer words.
    LongerWord,
    /// Everything right but the company.
    OtherCompany,
    /// The tool's file name behind another word.
    LongerName,
}

impl Fact {
    /// The predicate, on several lines if it is made of several.
    pub(super) fn kql(&self) -> String {
        self.indented(6)
    }

    fn indented(&self, blanks: usize) -> String {
        let joined = |parts: Vec<String>, word: &str| parts.join(&format!("\n{}{word} ", " ".repeat(blanks)));
        match self {
            Self::All(facts) => joined(facts.iter().map(|f| f.nested(blanks)).collect(), "and"),
            Self::Any(facts) => joined(facts.iter().map(|f| f.nested(blanks)).collect(), "or"),
            Self::Is(Field::FileLike, patterns) => {
                let parts = patterns.iter().map(|p| like(p));
                if patterns.len() == 1 {
                    return parts.collect();
                }
                joined(parts.map(|p| format!("({p})")).collect(), "or")
            }
            Self::Is(field, values) => {
                let column = field.column();
                let list = values.iter().map(|v| literal(v)).collect::<Vec<_>>().join(", ");
                match (field, values.len()) {
                    (Field::File, 1) => format!("{column} =~ {list}"),
                    (Field::File, _) => format!("{column} in~ ({list})"),
                    (_, 1) => format!("{column} has {list}"),
                    _ => format!("{column} has_any ({list})"),
                }
            }
            Self::Empty(field) => format!("isempty({})", field.column()),
        }
    }

    /// With parentheses, where it is more than one comparison.
    fn nested(&self, blanks: usize) -> String {
        let several = match self {
            Self::All(facts) | Self::Any(facts) => facts.len() > 1,
            Self::Is(Field::FileLike, patterns) => patterns.len() > 1 || !patterns[0].ends_with('*'),
            Self::Is(..) | Self::Empty(_) => false,
        };
        let text = self.indented(blanks + 2);
        if several { format!("({text})") } else { text }
    }

    /// Processes that have it, so that each text of the table is in one.
    pub(super) fn witnesses(&self) -> Vec<Image> {
        match self {
            Self::Any(facts) => facts.iter().flat_map(Self::witnesses).collect(),
            Self::All(facts) => {
                let parts: Vec<Vec<Image>> = facts.iter().map(Self::witnesses).collect();
                let count = parts.iter().map(Vec::len).max().unwrap_or_default();
                (0..count).map(|i| merged(parts.iter().map(|p| &p[i % p.len()]))).collect()
            }
            Self::Is(field, values) => values.iter().map(|v| witness(*field, v)).collect(),
            Self::Empty(field) => vec![Image::from([(*field, String::new())])],
        }
    }

    /// What it speaks of, with the texts.
    fn leaves(&self) -> Vec<(Field, &[String])> {
        match self {
            Self::All(facts) | Self::Any(facts) => facts.iter().flat_map(Self::leaves).collect(),
            Self::Is(field, values) => vec![(*field, values)],
            Self::Empty(field) => vec![(*field, &[])],
        }
    }

    /// Processes that nearly have it.
    pub(super) fn misses(&self) -> Vec<(Miss, Image)> {
        let leaves = self.leaves();
        let named = leaves.iter().any(|(f, _)| f.is_file());
        let worded = leaves.iter().any(|(f, values)| f.is_version() && !values.is_empty());
        let mut misses = Vec::new();
        let Some(first) = self.witnesses().into_iter().next() else { return misses };
        if worded {
            let mut image = first.clone();
            for (field, text) in image.iter_mut().filter(|(f, text)| f.is_version() && !text.is_empty()) {
                debug_assert!(field.is_version());
                *text = format!("x{text}x");
            }
            if named {
                image.insert(Field::File, "viewer.exe".to_owned());
            }
            misses.push((Miss::LongerWord, image));
        }
        if let Self::All(facts) = self
            && facts.len() > 1
            && facts.iter().any(|f| matches!(f, Self::Is(Field::Company, _)))
        {
            let mut image = first.clone();
            image.insert(Field::Company, "Fabrikam, Inc.".to_owned());
            misses.push((Miss::OtherCompany, image));
        }
        if named && !worded {
            let mut image = first;
            let file = image.remove(&Field::File).unwrap_or_default();
            image.insert(Field::File, format!("not-{file}"));
            misses.push((Miss::LongerName, image));
        }
        misses
    }
}

fn witness(field: Field, value: &str) -> Image {
    match field {
        Field::FileLike => Image::from([(Field::File, with_extension(&value.replace('*', "64")))]),
        Field::FileWord => Image::from([(Field::File, value.to_owned())]),
        _ => Image::from([(field, value.to_owned())]),
    }
}

/// Images laid over each other; words of a file's name are joined.
fn merged<'a>(images: impl Iterator<Item = &'a Image>) -> Image {
    let mut all = Image::new();
    for (field, text) in images.flatten() {
        match all.get_mut(field) {
            Some(there) if *field == Field::File => *there = with_extension(&format!("{there}-{text}")),
            _ => drop(all.insert(*field, text.clone())),
        }
    }
    all
}

fn with_extension(name: &str) -> String {
    if name.to_ascii_lowercase().ends_with(".exe") { name.to_owned() } else { format!("{name}.exe") }
}

fn like(pattern: &str) -> String {
    let (start, end) = pattern.split_once('*').unwrap_or((pattern, ""));
    let start = format!("FileName startswith {}", literal(start));
    if end.is_empty() { start } else { format!("{start} and FileName endswith {}", literal(end)) }
}

/// A string literal of KQL.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

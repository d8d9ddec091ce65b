//! What tells a tool's process from others: as KQL, as rows that have it, and as rows that nearly have it.

use std::collections::BTreeMap;

/// What stands for the `*` of a pattern.
const FILLING: &str = "64";

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
    const ALL: [Self; 8] = [
        Self::File,
        Self::FileLike,
        Self::FileWord,
        Self::Folder,
        Self::Company,
        Self::Product,
        Self::Description,
        Self::Original,
    ];

    /// The table's word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::FileLike => "file_like",
            Self::FileWord => "file_word",
            Self::Folder => "folder",
            Self::Company => "company",
            Self::Product => "product",
            Self::Description => "description",
            Self::Original => "original",
        }
    }

    /// By the table's word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.word() == word)
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

/// How a near miss differs from the tool, in one thing alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// A word of the tool is a part of a longer one.
    Longer(Field),
    /// Version information is there that the tool has not.
    Given(Field),
    /// The folder is another.
    OtherFolder,
    /// The file's name begins like the pattern and does not end like it.
    OtherEnd,
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
        self.images(usize::MAX)
    }

    /// Processes that have it, with the first `limit` texts of each list.
    fn images(&self, limit: usize) -> Vec<Image> {
        match self {
            Self::Any(facts) => facts.iter().flat_map(|f| f.images(limit)).collect(),
            Self::All(facts) => {
                let parts: Vec<Vec<Image>> = facts.iter().map(|f| f.images(limit)).collect();
                let count = parts.iter().map(Vec::len).max().unwrap_or_default();
                (0..count).map(|i| merged(parts.iter().map(|p| &p[i % p.len()]))).collect()
            }
            Self::Is(field, values) => values.iter().take(limit).map(|v| witness(*field, v)).collect(),
            Self::Empty(field) => vec![Image::from([(*field, String::new())])],
        }
    }

    /// The fields that it speaks of.
    fn fields(&self) -> Vec<Field> {
        match self {
            Self::All(facts) | Self::Any(facts) => facts.iter().flat_map(Self::fields).collect(),
            Self::Is(field, _) | Self::Empty(field) => vec![*field],
        }
    }

    /// What files end with that are made from its patterns.
    fn ends_of_patterns(&self) -> Box<dyn Iterator<Item = String> + '_> {
        match self {
            Self::All(facts) | Self::Any(facts) => Box::new(facts.iter().flat_map(Self::ends_of_patterns)),
            Self::Is(Field::FileLike, patterns) => {
                let ends = patterns.iter().filter_map(|p| p.split_once('*')).map(|(_, end)| end);
                Box::new(ends.filter(|end| !end.is_empty()).map(|end| format!("{FILLING}{end}")))
            }
            Self::Is(..) | Self::Empty(_) => Box::new(std::iter::empty()),
        }
    }

    /// Processes that have it but for one thing: for each way to have it, each thing once.
    pub(super) fn misses(&self) -> Vec<(Miss, Image)> {
        let fields = self.fields();
        let by_word = fields.contains(&Field::FileWord);
        let mut misses: Vec<(Miss, Image)> = Vec::new();
        for mut image in self.images(1) {
            if fields.iter().any(|f| f.is_file()) && !image.contains_key(&Field::File) {
                // The tool's own file would be another way to have it.
                image.insert(Field::File, "viewer.exe".to_owned());
            }
            for (field, text) in &image {
                let (miss, text) = match field {
                    Field::Folder => (Miss::OtherFolder, "\\Program Files\\Viewer\\".to_owned()),
                    _ if text.is_empty() => (Miss::Given(*field), "Fabrikam".to_owned()),
                    Field::File if text == "viewer.exe" => continue,
                    Field::File if by_word => {
                        (Miss::Longer(*field), format!("x{}x.exe", text.trim_end_matches(".exe")))
                    }
                    Field::File | Field::FileLike | Field::FileWord => (Miss::Longer(*field), format!("not-{text}")),
                    Field::Company | Field::Product | Field::Description | Field::Original => {
                        (Miss::Longer(*field), format!("x{text}x"))
                    }
                };
                let mut near = image.clone();
                near.insert(*field, text);
                if !misses.contains(&(miss, near.clone())) {
                    misses.push((miss, near));
                }
            }
            let file = image.get(&Field::File).filter(|file| self.ends_of_patterns().any(|e| file.ends_with(&e)));
            if let Some(start) = file.and_then(|file| file.strip_suffix(".exe")) {
                let mut near = image.clone();
                near.insert(Field::File, format!("{start}.com"));
                misses.push((Miss::OtherEnd, near));
            }
        }
        misses
    }
}

fn witness(field: Field, value: &str) -> Image {
    match field {
        Field::FileLike => Image::from([(Field::File, with_extension(&value.replace('*', FILLING)))]),
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

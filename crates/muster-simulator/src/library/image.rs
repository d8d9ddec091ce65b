//! Images: the program files that processes are made from.

use muster_source::{Diagnostic, Source, nearest};
use muster_yaml::{Fields, Node};

use crate::codes::{DUPLICATE, LIMIT, PARENT, UNKNOWN_IMAGE};
use crate::library::Library;
use crate::quantity;
use crate::template::{Parameters, Template};
use crate::vocabulary::{Account, Integrity, Parent, Where};

/// Largest size of an image file, in bytes.
const MAX_SIZE: i64 = 1 << 40;

/// What the version resource of an image says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionInfo {
    pub(crate) company: String,
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) internal: String,
    pub(crate) original: String,
    pub(crate) description: String,
}

/// Who signed an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signer {
    /// The vendor of the operating system.
    Os,
    /// Anybody else, validly.
    Other,
    /// Nobody.
    None,
}

/// A program file.
#[derive(Debug, Clone)]
pub(crate) struct Image {
    pub(crate) name: String,
    pub(crate) path: Template,
    pub(crate) size: i64,
    pub(crate) info: Option<VersionInfo>,
    pub(crate) signer: Signer,
    pub(crate) parent: Option<Parent>,
    pub(crate) account: Option<Account>,
    pub(crate) integrity: Option<Integrity>,
    pub(crate) command: Option<Template>,
    /// How long its processes live, in ticks: shortest and longest.
    pub(crate) life: Option<(i64, i64)>,
}

/// A process that every host of its kind has, from the boot or from the logon on.
#[derive(Debug, Clone)]
pub(crate) struct Root {
    /// Index of the image in the library.
    pub(crate) image: usize,
    /// Index of the root that starts it; only `System` has none.
    pub(crate) parent: Option<usize>,
    pub(crate) account: Account,
    pub(crate) integrity: Option<Integrity>,
    pub(crate) command: Template,
    /// Time from the boot or the logon, in ticks.
    pub(crate) delay: (i64, i64),
    pub(crate) at_logon: bool,
    pub(crate) on: Where,
    /// It is there only where something needs it, and then was there before.
    pub(crate) when_needed: bool,
    /// How long it lives; the whole boot if nothing is said.
    pub(crate) life: Option<(i64, i64)>,
}

/// The defaults of a file.
#[derive(Default)]
struct Defaults {
    company: Option<String>,
    product: Option<String>,
    version: Option<String>,
    signer: Option<Signer>,
    folder: Option<String>,
}

/// Reads the images of a file; its roots are read when all images are known.
pub(crate) fn read_images(node: &Node, source: &Source, library: &mut Library, diagnostics: &mut Vec<Diagnostic>) {
    let mut fields = Fields::of(node, source, diagnostics);
    fields.text("title");
    fields.text("note");
    fields.take("roots");
    let mut defaults = Defaults::default();
    if let Some(node) = fields.take("defaults") {
        let mut inner = Fields::of(node, source, fields.diagnostics());
        defaults.company = inner.text("company").map(str::to_owned);
        defaults.product = inner.text("product").map(str::to_owned);
        defaults.version = inner.text("version").map(str::to_owned);
        defaults.folder = inner.text("folder").map(str::to_owned);
        defaults.signer = signer(&mut inner);
        inner.finish();
    }
    for item in fields.list("images").unwrap_or_default() {
        if let Some(image) = read_image(item, source, &defaults, fields.diagnostics()) {
            let key = image.name.to_ascii_lowercase();
            if library.image_index.contains_key(&key) {
                fields.report(
                    Diagnostic::error(
                        DUPLICATE,
                        format!("the image `{}` is there already", image.name),
                        source,
                        item.span,
                    )
                    .help("give one of the two another name; a second copy of a program is `run: {image: …, path: …}`"),
                );
                continue;
            }
            library.image_index.insert(key, library.images.len());
            library.images.push(image);
        }
    }
    fields.finish();
}

fn signer(fields: &mut Fields<'_, '_>) -> Option<Signer> {
    Some(match fields.one_of("signer", &["os", "other", "none"])? {
        "os" => Signer::Os,
        "other" => Signer::Other,
        _ => Signer::None,
    })
}

fn read_image(node: &Node, source: &Source, defaults: &Defaults, diagnostics: &mut Vec<Diagnostic>) -> Option<Image> {
    let mut fields = Fields::of(node, source, diagnostics);
    let name = fields.require("name").and_then(|_| fields.text("name")).map(str::to_owned);
    let path = if let Some(node) = fields.take("path") {
        Template::read(node, source, &Parameters::new(), fields.diagnostics())
    } else {
        let folder = defaults.folder.as_deref().unwrap_or(r"C:\Windows\System32");
        name.as_ref().map(|name| Template::literal(format!(r"{folder}\{name}")))
    };
    let size = fields.integer("size").unwrap_or(0);
    if !(0..=MAX_SIZE).contains(&size) {
        let at = fields.take("size").map_or(node.span, |n| n.span);
        fields.report(
            Diagnostic::error(LIMIT, format!("{size} is not a size in bytes"), source, at)
                .help("write a number of bytes, such as `451584`"),
        );
    }
    let text = |fields: &mut Fields<'_, '_>, key: &'static str, default: &Option<String>| {
        fields.text(key).map(str::to_owned).or_else(|| default.clone())
    };
    let company = text(&mut fields, "company", &defaults.company);
    let product = text(&mut fields, "product", &defaults.product);
    let version = text(&mut fields, "version", &defaults.version);
    let internal = text(&mut fields, "internal", &name);
    let original = text(&mut fields, "original", &name);
    let description = text(&mut fields, "description", &product);
    let versioned = fields.boolean("version_info").unwrap_or(true);
    let info = (versioned && (company.is_some() || product.is_some())).then(|| VersionInfo {
        company: company.unwrap_or_default(),
        product: product.unwrap_or_default(),
        version: version.unwrap_or_default(),
        internal: internal.unwrap_or_default(),
        original: original.unwrap_or_default(),
        description: description.unwrap_or_default(),
    });
    let signer = signer(&mut fields).or(defaults.signer).unwrap_or(Signer::None);
    let activity = read_habits(&mut fields, source);
    fields.text("note");
    fields.finish();
    Some(Image {
        name: name?,
        path: path?,
        size,
        info,
        signer,
        parent: activity.parent,
        account: activity.account,
        integrity: activity.integrity,
        command: activity.command,
        life: activity.life,
    })
}

struct Habits {
    parent: Option<Parent>,
    account: Option<Account>,
    integrity: Option<Integrity>,
    command: Option<Template>,
    life: Option<(i64, i64)>,
}

/// Reads how an image is usually run.
fn read_habits(fields: &mut Fields<'_, '_>, source: &Source) -> Habits {
    let parent = fields.text("parent").map(Parent::of);
    let account = fields.take("as").and_then(|node| {
        let text = fields.text("as")?;
        Account::read(text, node, source, &[], fields.diagnostics())
    });
    let integrity = Integrity::take(fields);
    let command =
        fields.take("command").and_then(|node| Template::read(node, source, &Parameters::new(), fields.diagnostics()));
    let life = fields.take("life").and_then(|node| quantity::range(node, source, fields.diagnostics()));
    Habits { parent, account, integrity, command, life }
}

/// Reads the roots of a file.
pub(crate) fn read_roots(node: &Node, source: &Source, library: &mut Library, diagnostics: &mut Vec<Diagnostic>) {
    let Some(entries) = node.entries() else { return };
    let Some((_, roots)) = entries.iter().find(|(k, _)| k.text() == Some("roots")) else { return };
    for item in roots.items().unwrap_or_default() {
        let mut fields = Fields::of(item, source, diagnostics);
        let image = fields.require("run").and_then(|run| library.image(run.text()?, run, source, fields.diagnostics()));
        let on = Where::take(&mut fields, source);
        let at_logon = fields.one_of("at", &["boot", "logon"]) == Some("logon");
        let delay =
            fields.take("delay").and_then(|n| quantity::range(n, source, fields.diagnostics())).unwrap_or((0, 0));
        let when_needed = fields.boolean("when_needed").unwrap_or(false);
        let parent_node = fields.take("parent");
        let habits = read_habits(&mut fields, source);
        fields.text("note");
        fields.finish();
        let Some(image) = image else { continue };
        let usual = &library.images[image];
        let wanted = habits.parent.or_else(|| usual.parent.clone());
        let parent = match &wanted {
            Some(parent) => {
                if let Some(index) = library.root_of(parent) {
                    Some(index)
                } else {
                    let at = parent_node.map_or(item.span, |n| n.span);
                    diagnostics.push(
                    Diagnostic::error(PARENT, "no root above this one is that parent", source, at)
                        .help("list the parent first; a parent is an image, and words of its command line where it has several"),
                );
                    continue;
                }
            }
            None => None,
        };
        let command = habits.command.or_else(|| usual.command.clone());
        let root = Root {
            image,
            parent,
            account: habits.account.or_else(|| usual.account.clone()).unwrap_or(Account::System),
            integrity: habits.integrity.or(usual.integrity),
            command: command.unwrap_or_else(|| Template::literal(usual.name.clone())),
            delay,
            at_logon,
            on,
            when_needed,
            life: habits.life,
        };
        library.roots.push(root);
    }
}

impl Library {
    /// The index of the image called `name`; an unknown one is reported.
    pub(crate) fn image(
        &self,
        name: &str,
        node: &Node,
        source: &Source,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let found = self.image_index.get(&name.to_ascii_lowercase()).copied();
        if found.is_none() {
            let diagnostic = Diagnostic::error(UNKNOWN_IMAGE, format!("unknown image `{name}`"), source, node.span);
            let known = self.images.iter().map(|i| i.name.as_str());
            diagnostics.push(match nearest(name, known) {
                Some(near) => diagnostic.help(format!("a similar image is `{near}`")),
                None => diagnostic
                    .help(r"write a full path such as `C:\ProgramData\tool.exe` for a file that nobody knows, or add the image to the catalog"),
            });
        }
        found
    }

    /// The first root that is this parent.
    pub(crate) fn root_of(&self, parent: &Parent) -> Option<usize> {
        self.roots_of(parent).next()
    }

    /// All roots that are this parent, in order.
    pub(crate) fn roots_of<'a>(&'a self, parent: &'a Parent) -> impl Iterator<Item = usize> + 'a {
        self.roots.iter().enumerate().filter_map(move |(i, root)| match parent {
            Parent::Image { name, words } => {
                let image = &self.images[root.image];
                let same = image.name.eq_ignore_ascii_case(name)
                    && (words.is_empty() || root.command.shape().contains(words.as_str()));
                same.then_some(i)
            }
            Parent::Step(_) => None,
        })
    }
}

//! Which file a word means.

use std::collections::BTreeMap;

use super::tree::Program;

/// The folder of most tools of Windows.
const SYSTEM: &str = r"C:\Windows\System32";

/// Tools of Windows in `System32`, without `.exe`.
const IN_SYSTEM: &[&str] = &[
    "arp",
    "at",
    "atbroker",
    "attrib",
    "auditpol",
    "bcdboot",
    "bcdedit",
    "bitsadmin",
    "bootcfg",
    "cacls",
    "calc",
    "certreq",
    "certutil",
    "change",
    "chglogon",
    "chgport",
    "chgusr",
    "chkdsk",
    "choice",
    "cipher",
    "cleanmgr",
    "clip",
    "cmd",
    "cmdkey",
    "cmstp",
    "colorcpl",
    "comp",
    "compact",
    "computerdefaults",
    "conhost",
    "consent",
    "control",
    "convert",
    "credwiz",
    "cscript",
    "csvde",
    "ctfmon",
    "curl",
    "dcdiag",
    "ddodiag",
    "defrag",
    "diantz",
    "dfsvc",
    "diskpart",
    "diskshadow",
    "dism",
    "djoin",
    "dllhost",
    "dnscmd",
    "doskey",
    "dpapimig",
    "driverquery",
    "dsadd",
    "dsget",
    "dsmod",
    "dsquery",
    "dsregcmd",
    "dxdiag",
    "esentutl",
    "eudcedit",
    "eventcreate",
    "eventvwr",
    "expand",
    "extrac32",
    "fc",
    "find",
    "findstr",
    "finger",
    "fltmc",
    "fodhelper",
    "forfiles",
    "fsutil",
    "ftp",
    "getmac",
    "gpresult",
    "gpscript",
    "gpupdate",
    "hostname",
    "icacls",
    "iexpress",
    "infdefaultinstall",
    "ipconfig",
    "klist",
    "ksetup",
    "ktmutil",
    "label",
    "ldifde",
    "logman",
    "logoff",
    "lodctr",
    "lsass",
    "makecab",
    "mavinject",
    "mmc",
    "mountvol",
    "mpnotify",
    "msdt",
    "msg",
    "mshta",
    "msiexec",
    "msinfo32",
    "mspaint",
    "mstsc",
    "nbtstat",
    "net",
    "net1",
    "netcfg",
    "netdom",
    "netplwiz",
    "netsh",
    "netstat",
    "nltest",
    "nslookup",
    "ntdsutil",
    "odbcconf",
    "openfiles",
    "pathping",
    "pcalua",
    "perfmon",
    "pktmon",
    "ping",
    "pnputil",
    "powercfg",
    "presentationhost",
    "print",
    "printui",
    "prompt",
    "psr",
    "qprocess",
    "query",
    "quser",
    "qwinsta",
    "rasautou",
    "rasdial",
    "rdrleakdiag",
    "recover",
    "reg",
    "regini",
    "register-cimprovider",
    "regsvr32",
    "relog",
    "replace",
    "reset",
    "robocopy",
    "route",
    "rpcping",
    "rrinstaller",
    "rundll32",
    "runas",
    "runonce",
    "rwinsta",
    "sc",
    "schtasks",
    "scriptrunner",
    "sdbinst",
    "secedit",
    "sdclt",
    "servermanagercmd",
    "services",
    "setspn",
    "setx",
    "sfc",
    "shadow",
    "shutdown",
    "slui",
    "sort",
    "spoolsv",
    "subst",
    "svchost",
    "syncappvpublishingserver",
    "systeminfo",
    "systempropertiesadvanced",
    "systemreset",
    "takeown",
    "tar",
    "taskhostw",
    "taskkill",
    "tasklist",
    "taskmgr",
    "tcmsetup",
    "telnet",
    "tftp",
    "timeout",
    "tpmtool",
    "tpmvscmgr",
    "tracerpt",
    "tracert",
    "tscon",
    "tsdiscon",
    "tskill",
    "ttdinject",
    "tttracer",
    "typeperf",
    "tzutil",
    "unlodctr",
    "useraccountcontrolsettings",
    "userinit",
    "utilman",
    "vaultcmd",
    "verclsid",
    "verifier",
    "vssadmin",
    "w32tm",
    "waitfor",
    "wbadmin",
    "wecutil",
    "werfault",
    "wevtutil",
    "where",
    "whoami",
    "winrs",
    "winsat",
    "workfolders",
    "wscript",
    "wsmprovhost",
    "wsreset",
    "wusa",
    "xcopy",
    "xwizard",
    "wsl",
    "bash",
    "osk",
    "sethc",
    "narrator",
    "magnify",
    "displayswitch",
    "appvlp",
    "cdb",
    "credentialuibroker",
    "deviceenroller",
    "dsacls",
    "ie4uinit",
    "inetcpl",
    "imewdbld",
    "launchtm",
    "licensingdiag",
    "manage-bde",
    "offlinescannershell",
    "onedrivesetup",
    "optionalfeatures",
    "pcwrun",
    "snippingtool",
    "stordiag",
    "wuauclt",
    "usoclient",
    "mdmappinstaller",
    "mblctr",
    "quickassist",
    "winver",
    "write",
    "charmap",
];
/// Tools of Windows elsewhere: without `.exe`, the folder.
const ELSEWHERE: &[(&str, &str)] = &[
    ("bginfo", r"C:\ProgramData"),
    ("explorer", r"C:\Windows"),
    ("helppane", r"C:\Windows"),
    ("hh", r"C:\Windows"),
    ("mofcomp", r"C:\Windows\System32\wbem"),
    ("notepad", SYSTEM),
    ("powershell", r"C:\Windows\System32\WindowsPowerShell\v1.0"),
    ("powershell_ise", r"C:\Windows\System32\WindowsPowerShell\v1.0"),
    ("regedit", r"C:\Windows"),
    ("scrcons", r"C:\Windows\System32\wbem"),
    ("ssh", r"C:\Windows\System32\OpenSSH"),
    ("scp", r"C:\Windows\System32\OpenSSH"),
    ("sftp", r"C:\Windows\System32\OpenSSH"),
    ("unsecapp", r"C:\Windows\System32\wbem"),
    ("wbemtest", r"C:\Windows\System32\wbem"),
    ("winmgmt", r"C:\Windows\System32\wbem"),
    ("winget", r"C:\Users\{user}\AppData\Local\Microsoft\WindowsApps"),
    ("wmic", r"C:\Windows\System32\wbem"),
    ("wmiprvse", r"C:\Windows\System32\wbem"),
];
/// Tools that end in `.com`.
const COM: &[&str] = &["chcp", "diskcomp", "diskcopy", "format", "mode", "more", "tree"];
/// Programs that `start` finds by their registered name, and `cmd.exe` does not.
const REGISTERED: &[(&str, &str)] = &[
    ("chrome", r"C:\Program Files\Google\Chrome\Application"),
    ("excel", r"C:\Program Files\Microsoft Office\root\Office16"),
    ("firefox", r"C:\Program Files\Mozilla Firefox"),
    ("iexplore", r"C:\Program Files\Internet Explorer"),
    ("msedge", r"C:\Program Files (x86)\Microsoft\Edge\Application"),
    ("outlook", r"C:\Program Files\Microsoft Office\root\Office16"),
    ("powerpnt", r"C:\Program Files\Microsoft Office\root\Office16"),
    ("winword", r"C:\Program Files\Microsoft Office\root\Office16"),
    ("wordpad", r"C:\Program Files\Windows NT\Accessories"),
];

/// What a word of a command line is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meaning {
    /// A program file, and what had to be assumed to say so.
    Program { program: Program, assumed: Option<String> },
    /// A batch file, which the shell reads itself.
    Batch,
    /// A file that another program opens: that program, and what stands between it and the file.
    Opened { program: Program, option: &'static str },
    /// Not to be told; the reason.
    Unknown(String),
}

/// What is known of files: those that the test itself made by copying.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    /// The copied program by the path of its copy, in lower case.
    copies: BTreeMap<String, Program>,
}

impl Files {
    /// Remembers that `to` is a copy of `from`.
    pub(super) fn copied(&mut self, from: &str, to: &str, folder: &str) {
        let Meaning::Program { program, .. } = self.meaning(from, folder, false) else { return };
        let mut target = absolute(to, folder);
        let name = file_name(&program.path);
        if target.ends_with('\\') || (extension(&target).is_none() && !to.contains('.')) {
            target = format!(r"{}\{name}", target.trim_end_matches('\\'));
        }
        self.copies.insert(target.to_lowercase(), Program { path: program.path, copy_of: program.copy_of });
    }

    /// What `word` means for a shell in `folder`; `start` also knows registered names.
    pub(super) fn meaning(&self, word: &str, folder: &str, registered: bool) -> Meaning {
        let written = word;
        let word = word.replace('/', r"\");
        if word.is_empty() || word.contains(['<', '>', '|', '"', '*', '?']) {
            return Meaning::Unknown(format!("`{written}` is no name of a file"));
        }
        if word.contains('%') {
            return Meaning::Unknown(format!("`{written}` has a variable that nobody sets"));
        }
        if word.contains(':') && word.find(':') != Some(1) {
            return Meaning::Unknown(format!(
                "`{written}` is opened by the program of its kind, which the test does not name"
            ));
        }
        match extension(&word).as_deref() {
            None => self.program(&format!("{word}.exe"), folder, registered),
            Some("exe" | "com" | "scr" | "pif") => self.program(&word, folder, registered),
            Some("bat" | "cmd") => Meaning::Batch,
            Some("vbs" | "vbe" | "js" | "jse" | "wsf" | "wsh") => opened("wscript", ""),
            Some("msi") => opened("msiexec", "/i "),
            Some("msc") => opened("mmc", ""),
            Some("txt" | "ini" | "log" | "ps1" | "psm1") => opened("notepad", ""),
            Some(_) if self.copies.contains_key(&absolute(&word, folder).to_lowercase()) => {
                self.program(&word, folder, registered)
            }
            Some(other) => {
                Meaning::Unknown(format!("the program that opens files of the kind `.{other}` is not in the test"))
            }
        }
    }

    fn program(&self, name: &str, folder: &str, registered: bool) -> Meaning {
        let known = |path: String| Meaning::Program { program: Program { path, copy_of: None }, assumed: None };
        let here = absolute(name, folder);
        if let Some(original) = self.copies.get(&here.to_lowercase()) {
            let copy_of = original.copy_of.clone().unwrap_or_else(|| original.path.clone());
            return Meaning::Program { program: Program { path: here, copy_of: Some(copy_of) }, assumed: None };
        }
        if name.contains('\\') {
            return known(here);
        }
        let lower = name.to_lowercase();
        let stem = lower.strip_suffix(".exe").or_else(|| lower.strip_suffix(".com")).unwrap_or(&lower);
        if let Some(folder) = tool_folder(stem) {
            return known(format!(r"{folder}\{lower}"));
        }
        if COM.contains(&stem) {
            return known(format!(r"{SYSTEM}\{stem}.com"));
        }
        if registered && let Some((_, folder)) = REGISTERED.iter().find(|(name, _)| *name == stem) {
            return known(format!(r"{folder}\{lower}"));
        }
        let assumed = format!("`{name}` lies in the folder where the commands run");
        Meaning::Program { program: Program { path: here, copy_of: None }, assumed: Some(assumed) }
    }
}

fn opened(stem: &str, option: &'static str) -> Meaning {
    Meaning::Opened { program: tool(stem), option }
}

/// A tool of Windows by its name without `.exe`.
pub(super) fn tool(stem: &str) -> Program {
    Program { path: format!(r"{}\{stem}.exe", tool_folder(stem).unwrap_or(SYSTEM)), copy_of: None }
}

/// The folder of a tool of Windows, by its name in lower case without `.exe`.
fn tool_folder(stem: &str) -> Option<&'static str> {
    let elsewhere = ELSEWHERE.iter().find(|(name, _)| *name == stem).map(|(_, folder)| *folder);
    elsewhere.or_else(|| IN_SYSTEM.contains(&stem).then_some(SYSTEM))
}

/// Whether a word without a folder is a tool of Windows.
pub(super) fn is_tool(word: &str) -> bool {
    let lower = word.to_lowercase();
    let stem = lower.strip_suffix(".exe").or_else(|| lower.strip_suffix(".com")).unwrap_or(&lower);
    tool_folder(stem).is_some() || COM.contains(&stem)
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['\\', '/']).next().unwrap_or(path)
}

/// The extension of a path's last part, in lower case.
pub(super) fn extension(path: &str) -> Option<String> {
    let (stem, extension) = file_name(path).rsplit_once('.')?;
    (!stem.is_empty() && !extension.is_empty()).then(|| extension.to_lowercase())
}

/// A path seen from a folder, without `.` and `..`.
pub(super) fn absolute(path: &str, folder: &str) -> String {
    let path = path.trim_matches('"').replace('/', r"\");
    let whole = if path.starts_with(r"\\") || path.chars().nth(1) == Some(':') {
        path
    } else if path.starts_with('\\') {
        format!("{}{path}", folder.get(..2).unwrap_or("C:"))
    } else {
        format!(r"{}\{path}", folder.trim_end_matches('\\'))
    };
    let (front, rest) = if let Some(rest) = whole.strip_prefix(r"\\") { (r"\\", rest) } else { ("", whole.as_str()) };
    let mut parts: Vec<&str> = Vec::new();
    for part in rest.split('\\') {
        match part {
            "." => {}
            ".." if parts.len() > 1 => {
                parts.pop();
            }
            ".." => {}
            // A double `\` is one.
            "" if !parts.is_empty() => {}
            part => parts.push(part),
        }
    }
    let end = if rest.ends_with('\\') { r"\" } else { "" };
    format!("{front}{}{end}", parts.join(r"\"))
}

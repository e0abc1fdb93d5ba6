// Method: the commands at the edges of a journal: places that are none, files that are not there, disks that are full or read-only, checkpoints that came
// by mail, keys that others can read, copies that are behind.
using System.Diagnostics;
using System.Text;

namespace Proviso.EndToEnd;

public sealed class JournalDoorTests : IDisposable
{
    private readonly JournalFolder _at = new();

    public void Dispose() => _at.Dispose();

    public static TheoryData<string> NoPlaces { get; } = new("", " ", ":memory:", "file::memory:", "file:x.db", "Host=", "Server=;Database=x", "postgresql://", "postgres:///x", "postgresql://[bad", "https://made-up.example/j", "Host=x;Port=many", "Host=x;Colour=red");

    [Theory]
    [MemberData(nameof(NoPlaces))]
    public void A_place_that_is_none_is_named_with_exit_2_by_what_reads_writes_and_founds(string place)
    {
        _at.Write("charter.json", Charter);
        foreach (var arguments in new[] { "license list --as us-officer-1", "audit verify", "audit show", "line freeze us-lotus-h200 --reason made-up --as us-officer-1", $"license found --as admin --file {_at["charter.json"]}", $"ledger apply --file {_at["charter.json"]}", $"backup create --output {_at["copy.db"]}" })
        {
            var result = ProvisoCommand.Run([.. arguments.Split(' '), "--journal", place]);
            Assert.Equal((2, ""), (result.ExitCode, result.Output));
            Assert.Matches("^proviso: .+\n  = help: .+\n$", result.Error);
        }
    }

    [Fact]
    public void A_typing_mistake_makes_no_journal_and_enters_no_book_and_what_founds_makes_one()
    {
        _at.Write("charter.json", Charter);
        _at.Write("bad.json", """{"title":"","organizations":[],"people":[]}""");
        _at.Fails(2, "no such file", "line freeze x --reason made-up --as admin --journal @typo.db");
        _at.Fails(2, "no such file", "license list --as us-officer-1 --journal @typo.db");
        _at.Write("commands", """{"command":"dismiss-person","id":"m","actor":"admin","eventTime":"2026-03-10T09:30:00.000Z","person":"x"}""");
        _at.Fails(2, "no such file", "ledger apply --file @commands --journal @typo.db");
        Assert.NotEqual(0, _at.Run("license found --as admin --file @bad.json --journal @typo.db").ExitCode);
        Assert.NotEqual(0, _at.Run("license found --as admin --file @missing.json --journal @typo.db").ExitCode);
        Assert.False(File.Exists(_at["typo.db"]));

        _at.Good("license found --as admin --file @charter.json --journal @new.db");
        _at.Fails(2, "there is no book mian", "license dismiss x --as admin --journal @new.db --book mian");
        _at.Fails(2, "there is no book mian", "ledger apply --file @commands --journal @new.db --book mian");
        Assert.DoesNotContain("mian", _at.Good("backup verify --from @new.db"), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(Path.GetDirectoryName(_at["x"])!), f => f.Contains("founding", StringComparison.Ordinal));
    }

    [Fact]
    public void A_command_whose_answer_cannot_be_written_says_that_it_was_recorded_and_under_which_id()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full here");
        _at.Good("demo init @demo.db");
        var result = Shell("line freeze us-lotus-h200 --reason made-up --as us-officer-1 --id order-1 --journal @demo.db", "> /dev/full");
        Assert.Equal(72, result.ExitCode);
        Assert.Contains("the command was recorded as entry 79 under the id order-1, but the answer could not be written", result.Error, StringComparison.Ordinal);
        Assert.Contains("us-lotus-h200 frozen", _at.Good("ledger entries --as us-officer-1 --id order-1 --journal @demo.db"), StringComparison.Ordinal);

        var refused = Shell("line freeze us-lotus-h200 --reason made-up --as us-officer-1 --id order-2 --format json --journal @demo.db", "> /dev/full");
        Assert.Equal(66, refused.ExitCode);
        Assert.Contains("was refused", refused.Error, StringComparison.Ordinal);
        Assert.Contains("not recorded", refused.Error, StringComparison.Ordinal);

        _at.Write("commands", """{"command":"dismiss-person","id":"m","actor":"us-admin","eventTime":"2026-03-10T09:30:00.000Z","person":"us-officer-2"}""");
        var applied = Shell("ledger apply --file @commands --journal @demo.db", "> /dev/full");
        Assert.True(applied.ExitCode is 72 or >= 60, applied.Error);
        Assert.Contains(applied.ExitCode == 72 ? "was recorded as entry 80 under the id m" : "not recorded", applied.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, Shell("license list --as us-officer-1 --journal @demo.db", "> /dev/full").ExitCode);
        Assert.NotEqual(0, Shell("license list --as us-officer-1 --format json --journal @demo.db", "> /dev/full 2> /dev/full").ExitCode);
    }

    [Fact]
    public void Help_about_an_id_comes_only_after_a_command_was_sent()
    {
        var result = _at.Run("license list --as us-officer-1 --journal Host=127.0.0.1;Port=1;Username=nobody;Database=none");

        Assert.Equal(70, result.ExitCode);
        Assert.DoesNotContain("--id", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ids", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_reading_command_refuses_a_copy_that_is_behind_the_kept_checkpoint()
    {
        _at.Good("demo init @j.db");
        File.Copy(_at.Journal, _at["old.db"]);
        _at.Good("line freeze us-lotus-h200 --reason made-up --as us-officer-1 --journal @j.db");
        _at.Checkpoint("shown");
        _at.Good("audit keep --journal @j.db --checkpoint @shown --key @log.pub");
        File.Move(_at["j.db.witnessed"], _at["kept"]);

        foreach (var arguments in new[]
        {
            "license border --as us-officer-1", "license list --as us-officer-1", "license show US-2026-0001 --as us-officer-1", "license people --as us-officer-1", "license proposals --as us-officer-1", "line list --as us-officer-1", "line show us-lotus-h200 --as us-officer-1", "condition list --as us-officer-1", "condition show US-2026-0002 us-test --as us-officer-1", "obligation list --as us-officer-1",
            "reservation list --as us-officer-1", "shipment list --as us-officer-1", "ledger entries --as us-officer-1", "audit show", "audit prove --id demo-found", "audit consistency --from 3", "backup create --output @copy.db", "line freeze us-lotus-h200 --reason made-up --as us-officer-1",
        })
        {
            _at.Fails(70, "79 entries, but 80 were signed and shown to others", $"{arguments} --journal @old.db --witnessed @kept");
            _at.Fails(2, "no such file", $"{arguments} --journal @old.db --witnessed @no-such-file");
        }

        _at.Fails(1, "80 were signed", "audit verify --journal @old.db --witnessed @kept");
        _at.Fails(1, "80 were signed", "audit checkpoint --journal @old.db --witnessed @kept --secret @log.secret");
        _at.Fails(1, "80 were signed", "audit tiles --journal @old.db --witnessed @kept --output @tiles --secret @log.secret");
        Assert.False(File.Exists(_at["copy.db"]));

        // Beside the file it is found by itself, and a whole one goes on.
        File.Copy(_at["kept"], _at["old.db.witnessed"]);
        _at.Fails(70, "80 were signed", "license border --as us-officer-1 --journal @old.db");
        _at.Good("license border --as us-officer-1 --journal @j.db --witnessed @kept");
        File.WriteAllText(_at["old.db.witnessed"], "{");
        _at.Fails(70, "is broken", "license border --as us-officer-1 --journal @old.db");
    }

    public static TheoryData<string> Mails { get; } = new("crlf", "blank line", "blanks", "quoted", "quoted twice", "bom", "all");

    [Theory]
    [MemberData(nameof(Mails))]
    public void A_checkpoint_that_came_by_mail_verifies_and_a_changed_one_does_not(string way)
    {
        _at.Append(7);
        _at.Checkpoint("kept");
        var note = File.ReadAllText(_at["kept"]);
        _at.Write("mailed", Mailed(note, way));
        _at.Write("changed", Mailed(note.Replace("\n7\n", "\n6\n", StringComparison.Ordinal), way));

        Assert.Contains("it holds the 7 entries", _at.Good("audit verify --journal @j.db --checkpoint @mailed --key @log.pub"), StringComparison.Ordinal);
        _at.Fails(2, "no good signature", "audit verify --journal @j.db --checkpoint @changed --key @log.pub");
        _at.Good("audit keep --journal @j.db --checkpoint @mailed --key @log.pub");
    }

    [Theory]
    [InlineData("a\n7\nx\u0007\n\n\u2014 a b\n", "byte 2 of line 3 is a character U+0007")]
    [InlineData("a\n7\nroot\n\nsigned by me\n", "byte 1 of line 5, below the text, begins a line that is no signature")]
    [InlineData("a\n7\nroot", "there is no empty line")]
    public void A_note_that_is_none_is_named_by_line_and_byte(string text, string said)
    {
        _at.Append(1);
        _at.Write("note", text);

        _at.Fails(2, said, "audit verify --journal @j.db --checkpoint @note");
    }

    [Fact]
    public void A_secret_that_others_can_read_is_refused_with_the_command_that_mends_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no such mode here");
        _at.Append(2);
        _at.Checkpoint("kept");
        _at.Good("audit key witness.example --output @w --witness");
        foreach (var mode in new[] { UnixFileMode.GroupRead, UnixFileMode.OtherRead, UnixFileMode.GroupWrite, UnixFileMode.OtherWrite, UnixFileMode.OtherExecute })
        {
#pragma warning disable CA1416 // Not on Windows; skipped above.
            File.SetUnixFileMode(_at["log.secret"], UnixFileMode.UserRead | mode);
            File.SetUnixFileMode(_at["w.secret"], UnixFileMode.UserRead | mode);
#pragma warning restore CA1416
            _at.Fails(2, $"chmod 600 '{_at["log.secret"]}'", "audit checkpoint --journal @j.db --secret @log.secret");
            _at.Fails(2, $"chmod 600 '{_at["log.secret"]}'", "audit tiles --journal @j.db --output @tiles --secret @log.secret");
            _at.Fails(2, $"chmod 600 '{_at["w.secret"]}'", "audit cosign --state @s --begin --checkpoint @kept --key @log.pub --secret @w.secret");
        }

        Assert.Equal(0, Process("chmod", ["600", _at["log.secret"]]).ExitCode);
        _at.Good("audit checkpoint --journal @j.db --secret @log.secret");
    }

    [Fact]
    public void A_key_that_cannot_be_written_whole_leaves_no_file()
    {
        // The second of the two files cannot be made.
        Directory.CreateDirectory(_at["log.pub.new"]);

        Assert.NotEqual(0, _at.Run("audit key made-up.example --output @log").ExitCode);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_at["x"])!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_journal_on_a_medium_that_cannot_be_written_to_is_audited_with_its_log(bool hasLog)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no such mode here");
        _at.Append(5);
        var medium = Directory.CreateDirectory(_at["medium"]).FullName;
        using (var writer = Storage.Journal.SqliteJournal.Open(_at.Journal))
        {
            _at.Append(2);
            foreach (var part in hasLog ? new[] { "", "-wal" } : [])
            {
                File.Copy(_at.Journal + part, Path.Combine(medium, "j.db" + part));
            }
        }

        if (!hasLog)
        {
            File.Copy(_at.Journal, Path.Combine(medium, "j.db"));
        }

        // Whoever runs tests as root can write anywhere: then as nobody.
        var root = Process("id", ["-u"]).Output.Trim() == "0";
        Process("chmod", ["-R", "a+rX", Path.GetDirectoryName(medium)!]);
        Process("chmod", ["-R", "a-w", medium]);
        try
        {
            var program = Path.Combine(AppContext.BaseDirectory, "Proviso.Cli.dll");
            string[] verify = ["dotnet", program, "audit", "verify", "--journal", Path.Combine(medium, "j.db")];
            string[] run = root ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. verify] : verify;
            var probe = Process(run[0], [.. run[1..^4], "--help"]);
            Assert.SkipUnless(probe.ExitCode == 0, $"nobody cannot run the program here: {probe.Error}");
            var result = Process(run[0], run[1..]);
            Assert.Contains("book main: 7 entries", result.Output + result.Error, StringComparison.Ordinal);
            Assert.Equal(0, result.ExitCode);
        }
        finally
        {
            Process("chmod", ["-R", "u+w", medium]);
        }
    }

    private const string Charter = """{"title":"Made up","rehearsal":true,"organizations":[{"country":"US","key":"office","kind":"authority","name":"Made-up office"}],"people":[{"key":"admin","organization":"office","role":"administrator"}]}""";

    private static string Mailed(string note, string way) => way switch
    {
        "crlf" => note.Replace("\n", "\r\n", StringComparison.Ordinal),
        "blank line" => "\n" + note + "\n\n",
        "blanks" => note.Replace("\n", "  \n", StringComparison.Ordinal),
        "quoted" => "> " + note.TrimEnd('\n').Replace("\n", "\n> ", StringComparison.Ordinal) + "\n",
        "quoted twice" => Mailed(Mailed(note, "quoted"), "quoted"),
        "bom" => "\uFEFF" + note,
        _ => Mailed(Mailed(Mailed(Mailed(note, "blanks"), "quoted"), "crlf"), "bom") + "\r\n",
    };

    private ProvisoCommand.Result Shell(string arguments, string redirect)
    {
        var words = arguments.Split(' ').Select(a => a.StartsWith('@') ? _at[a[1..]] : a);
        return Process("bash", ["-c", $"exec dotnet '{Path.Combine(AppContext.BaseDirectory, "Proviso.Cli.dll")}' {string.Join(' ', words.Select(w => $"'{w}'"))} {redirect}"]);
    }

    private static ProvisoCommand.Result Process(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = ProvisoCommand.Root, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8 };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PROVISO_HOME"] = ProvisoCommand.Root;
        using var process = System.Diagnostics.Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit();
        return new ProvisoCommand.Result(process.ExitCode, output.Result, error.Result);
    }
}

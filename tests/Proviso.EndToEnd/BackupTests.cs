// Method: the commands over a journal that another process holds open and writes to.
using System.Text.Json;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.EndToEnd;

public sealed class BackupTests : IDisposable
{
    private readonly JournalFolder _at = new();

    public void Dispose() => _at.Dispose();

    [Fact]
    public void A_backup_is_made_checked_and_put_back_and_the_writer_of_before_is_fenced_off()
    {
        _at.Append(5);
        using var writer = SqliteJournal.Open(_at.Journal);
        var epoch = writer.Acquire("main");

        Assert.Contains("book main: 5 entries", _at.Good("backup create --journal @j.db --output @copy.db"), StringComparison.Ordinal);
        _at.Fails(2, "is there already", "backup create --journal @j.db --output @copy.db");
        Assert.Contains("is whole", _at.Good("backup verify --from @copy.db"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_at.Good("backup verify --from @copy.db --format json"));
        Assert.Equal(["formatVersion", "file", "books"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["book", "entries", "root", "problem"], Assert.Single(json.RootElement.GetProperty("books").EnumerateArray()).EnumerateObject().Select(p => p.Name));

        var late = new JournalRecord("late", "made-up", JournalFolder.Day, new byte[] { 1 });
        Assert.Equal(AppendOutcome.Durable, writer.Append("main", epoch, 5, [late], JournalFolder.Day).Outcome);
        _at.Fails(1, "not put back: " + _at.Journal + " is there already", "backup restore --from @copy.db --journal @j.db");
        _at.Fails(1, "lacks 1 entry of book main", "backup restore --from @copy.db --journal @j.db --replace");
        var said = _at.Good("backup restore --from @copy.db --journal @j.db --replace --accept-loss");
        Assert.Contains($"book main: 5 entries, epoch {epoch + 1}, 1 GIVEN UP", said, StringComparison.Ordinal);
        Assert.Contains("j.db.replaced-1", said, StringComparison.Ordinal);
        Assert.Equal(AppendOutcome.Fenced, writer.Append("main", epoch, 5, [late], JournalFolder.Day).Outcome);
        Assert.Contains("book main: 5 entries", _at.Good("audit verify --journal @j.db"), StringComparison.Ordinal);
        Assert.Contains("book main: 6 entries", _at.Good("audit verify --journal @j.db.replaced-1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_backup_behind_the_kept_checkpoint_is_refused_with_the_figure()
    {
        _at.Append(5);
        _at.Good("backup create --journal @j.db --output @copy.db");
        _at.Append(3);
        _at.Checkpoint("shown");
        _at.Good("audit keep --journal @j.db --checkpoint @shown --key @log.pub");
        File.Delete(_at.Journal);

        _at.Fails(1, "lacks 3 entries of book main", "backup restore --from @copy.db --journal @j.db");
        Assert.False(File.Exists(_at.Journal));
        Assert.Contains("j.db.witnessed.given-up-1", _at.Good("backup restore --from @copy.db --journal @j.db --accept-loss"), StringComparison.Ordinal);
        _at.Fails(1, "the book has 5 entries, the checkpoint 8", "audit verify --journal @j.db --checkpoint @shown --key @log.pub");
    }

    [Theory]
    [InlineData("backup verify --from @garbage", 71)]
    [InlineData("backup verify --from @missing", 2)]
    [InlineData("backup create --journal @garbage --output @copy.db", 71)]
    [InlineData("backup create --journal @missing --output @copy.db", 2)]
    [InlineData("backup restore --from @garbage --journal @j.db --replace", 71)]
    [InlineData("backup restore --from @missing --journal @j.db --replace", 2)]
    [InlineData("backup restore --from @good.db --journal @kept-broken.db", 2)]
    public void Garbage_and_missing_files_are_named_and_nothing_is_changed(string arguments, int exit)
    {
        _at.Append(2);
        _at.Append(2, journal: _at["good.db"]);
        _at.Write("garbage", "nothing that anybody wrote");
        _at.Write("kept-broken.db.witnessed", "{");
        var before = File.ReadAllBytes(_at.Journal);

        var result = _at.Run(arguments);

        Assert.Equal((exit, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("proviso: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_at.Journal));
        Assert.False(File.Exists(_at["copy.db"]) || File.Exists(_at["kept-broken.db"]));
    }

    [Fact]
    public void A_copy_with_an_entry_changed_is_not_whole()
    {
        _at.Append(7);
        _at.Edit("UPDATE entry SET content = $content WHERE sequence = 3");

        _at.Fails(71, "book main: NOT WHOLE: entry 3", "backup verify --from @j.db");
        _at.Fails(71, "entry 3", "backup create --journal @j.db --output @copy.db");
        Assert.False(File.Exists(_at["copy.db"]));
        _at.Fails(71, "is not whole: entry 3", "backup restore --from @j.db --journal @other.db");
    }
}

using Microsoft.Data.Sqlite;
using Proviso.Journal;
using Proviso.Storage.Journal;
using Proviso.Tests.Storage.Journal;

namespace Proviso.EndToEnd;

/// <summary>A folder with a journal and keys, the commands run over them, and an owner who edits the file with another program.</summary>
internal sealed class JournalFolder : IDisposable
{
    public static readonly DateTimeOffset Day = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("proviso-audit-").FullName;

    public string Journal => this["j.db"];

    public string this[string name] => Path.Combine(_folder, name);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Appends made-up entries to a book.</summary>
    public void Append(int entries, string book = "main", string? journal = null, byte body = 1)
    {
        using var opened = SqliteJournal.Open(journal ?? Journal);
        var epoch = opened.Acquire(book);
        var next = opened.Position(book).Next;
        var records = Enumerable.Range((int)next, entries).Select(i => new JournalRecord($"id-{i}", "made-up", Day.AddHours(-1), new[] { body, (byte)(i % 251) }));
        Assert.Equal(AppendOutcome.Durable, opened.Append(book, epoch, next, [.. records], Day).Outcome);
    }

    /// <summary>Writes a text beside the journal.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Runs a command; words that begin with @ are files of the folder.</summary>
    public ProvisoCommand.Result Run(string arguments, string? input = null) =>
        ProvisoCommand.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a.StartsWith('@') ? this[a[1..]] : a), input);

    /// <summary>Runs a command that must end well and says nothing on standard error, and gives its answer.</summary>
    public string Good(string arguments)
    {
        var result = Run(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output;
    }

    /// <summary>Runs a command that must end with a code and say something.</summary>
    public void Fails(int exit, string said, string arguments)
    {
        var result = Run(arguments);
        Assert.Contains(said, result.Output + result.Error, StringComparison.Ordinal);
        Assert.Equal(exit, result.ExitCode);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Makes a key, signs where a book stands, and keeps the checkpoint under a name.</summary>
    public void Checkpoint(string name, string book = "main")
    {
        if (!File.Exists(this["log.pub"]))
        {
            Good("audit key proviso.example --output @log");
        }

        Write(name, Good($"audit checkpoint --journal @j.db --book {book} --secret @log.secret"));
    }

    /// <summary>What an accident or a careless hand can do: runs a statement, with other content for entry 3.</summary>
    public void Edit(string statement) => ByHand.Edit(Journal, statement, ("$content", Forged), ("$leaf", MerkleTree.Leaf(Forged)));

    /// <summary>What an owner can do who knows how a journal is made: the same, with everything counted and hashed anew.</summary>
    public void Forge(string statement) => ByHand.Forge(Journal, statement, ("$content", Forged), ("$leaf", MerkleTree.Leaf(Forged)));

    private static byte[] Forged { get; } = new JournalEntry("main", 3, 1, Day, new JournalRecord("id-3", "made-up", Day.AddHours(-1), new byte[] { 99 })).Encode();
}

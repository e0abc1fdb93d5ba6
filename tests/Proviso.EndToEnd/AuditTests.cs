// Method: a journal written by the program's own storage, then looked at, forged and cut by hand; what the command says of it.
using System.Text.Json;

namespace Proviso.EndToEnd;

public sealed class AuditTests : IDisposable
{
    private readonly JournalFolder _at = new();

    public void Dispose() => _at.Dispose();

    [Fact]
    public void An_honest_book_is_verified_alone_and_against_a_checkpoint_that_it_has_grown_beyond()
    {
        _at.Append(5);
        _at.Checkpoint("kept");
        _at.Append(4);

        Assert.Contains("proves nothing against whoever owns the file", _at.Good("audit verify --journal @j.db"), StringComparison.Ordinal);
        var answer = _at.Good("audit verify --journal @j.db --checkpoint @kept --key @log.pub");
        Assert.Contains("book main: 9 entries", answer, StringComparison.Ordinal);
        Assert.Contains("it holds the 5 entries of the checkpoint of proviso.example/main, unchanged", answer, StringComparison.Ordinal);
        Assert.Contains("signature was not checked", _at.Good("audit verify --journal @j.db --checkpoint @kept"), StringComparison.Ordinal);

        using var json = JsonDocument.Parse(_at.Good("audit verify --journal @j.db --checkpoint @kept --key @log.pub --format json"));
        Assert.Equal(["formatVersion", "book", "entries", "root", "problem", "entry", "againstCheckpoint", "cosignedBy", "quorum"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal((9, true), (json.RootElement.GetProperty("entries").GetInt64(), json.RootElement.GetProperty("againstCheckpoint").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("problem").ValueKind);
    }

    [Fact]
    public void A_row_edited_by_its_owner_is_found_without_a_checkpoint()
    {
        _at.Append(7);
        _at.Checkpoint("kept");
        _at.Edit("UPDATE entry SET content = $content WHERE sequence = 3");

        _at.Fails(71, "WRONG at entry 3: it is not what was hashed", "audit verify --journal @j.db");
        _at.Fails(71, "not signed: entry 3", "audit checkpoint --journal @j.db --secret @log.secret");
        var result = _at.Run("audit verify --journal @j.db --format json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal((71, 3), (result.ExitCode, json.RootElement.GetProperty("entry").GetInt64()));
    }

    [Fact]
    public void A_row_and_its_hash_edited_together_are_found_by_the_checkpoint_alone()
    {
        _at.Append(7);
        _at.Checkpoint("kept");
        _at.Edit("UPDATE entry SET content = $content, leaf = $leaf WHERE sequence = 3");
        _at.Fails(71, "their tree has another root than the file keeps for it", "audit verify --journal @j.db");

        _at.Forge("SELECT 1");
        _at.Good("audit verify --journal @j.db");
        _at.Fails(1, "WRONG: the tree of that size has another root", "audit verify --journal @j.db --checkpoint @kept --key @log.pub");
    }

    [Fact]
    public void Entries_cut_off_the_end_are_found_by_the_checkpoint_and_a_gap_by_anybody()
    {
        _at.Append(7);
        _at.Checkpoint("kept");
        _at.Edit("DELETE FROM entry WHERE sequence >= 5");
        _at.Fails(71, "book main has 7 entries by its own count, and 5 are there", "audit verify --journal @j.db");

        _at.Forge("SELECT 1");
        _at.Good("audit verify --journal @j.db");
        _at.Fails(1, "the book has 5 entries, the checkpoint 7", "audit verify --journal @j.db --checkpoint @kept --key @log.pub");
        _at.Edit("DELETE FROM entry WHERE sequence = 2");
        _at.Fails(71, "entry 2 is missing", "audit verify --journal @j.db");
    }

    [Theory]
    [InlineData("audit verify --journal @garbage")]
    [InlineData("audit verify --journal @empty")]
    [InlineData("audit show --journal @garbage")]
    [InlineData("audit checkpoint --journal @empty --secret @log.secret")]
    public void A_file_that_is_no_journal_is_damage_and_left_as_it_is(string arguments)
    {
        _at.Append(2);
        _at.Checkpoint("kept");
        var garbage = _at.Write("garbage", "nothing that anybody wrote");
        _at.Write("empty", "");

        _at.Fails(71, "damaged", arguments);
        Assert.Equal("nothing that anybody wrote", File.ReadAllText(garbage));
        Assert.Equal(0, new FileInfo(_at["empty"]).Length);
    }

    [Fact]
    public void A_damaged_page_is_a_finding_and_no_crash()
    {
        _at.Append(200);
        var bytes = File.ReadAllBytes(_at.Journal);
        for (var page = 3; page * 4096 < bytes.Length; page++)
        {
            bytes.AsSpan(page * 4096, 200).Fill(0xEE);
        }

        File.WriteAllBytes(_at.Journal, bytes);

        _at.Fails(71, "j.db is damaged", "audit verify --journal @j.db");
    }

    [Fact]
    public void A_proof_of_an_entry_holds_offline_and_not_when_it_is_of_another_tree_entry_or_book()
    {
        _at.Append(7);
        _at.Checkpoint("kept");
        _at.Write("proof", _at.Good("audit prove --journal @j.db --id id-3"));

        Assert.Contains("holds: record id-3 (made-up) is entry 3 of the 7 of proviso.example/main, recorded 2026-02-10 12:00:00Z", _at.Good("audit verify-proof @proof --checkpoint @kept --key @log.pub"), StringComparison.Ordinal);

        // Another entry under the same path.
        _at.Write("other", _at.Good("audit prove --journal @j.db --id id-2"));
        using var own = JsonDocument.Parse(File.ReadAllText(_at["proof"]));
        using var other = JsonDocument.Parse(File.ReadAllText(_at["other"]));
        _at.Write("forged", File.ReadAllText(_at["proof"]).Replace(own.RootElement.GetProperty("entry").GetString()!, other.RootElement.GetProperty("entry").GetString()!, StringComparison.Ordinal));
        _at.Fails(1, "DOES NOT HOLD", "audit verify-proof @forged --checkpoint @kept --key @log.pub");

        // A later tree; and the entry that an owner put in its place.
        _at.Append(1);
        _at.Write("later", _at.Good("audit prove --journal @j.db --id id-3"));
        _at.Fails(1, "DOES NOT HOLD", "audit verify-proof @later --checkpoint @kept --key @log.pub");
        _at.Forge("UPDATE entry SET content = $content, leaf = $leaf WHERE sequence = 3");
        _at.Write("edited", _at.Good("audit prove --journal @j.db --id id-3 --size 7"));
        _at.Fails(1, "DOES NOT HOLD", "audit verify-proof @edited --checkpoint @kept --key @log.pub");
        _at.Fails(2, "has no record `id-99`", "audit prove --journal @j.db --id id-99");
    }

    [Fact]
    public void A_proof_at_the_size_of_a_kept_checkpoint_holds_though_the_book_has_grown()
    {
        _at.Append(7);
        _at.Checkpoint("kept");
        _at.Append(9);
        _at.Write("proof", _at.Good("audit prove --journal @j.db --id id-3 --size 7"));

        Assert.Contains("holds", _at.Good("audit verify-proof @proof --checkpoint @kept --key @log.pub"), StringComparison.Ordinal);
        _at.Fails(2, "--size", "audit prove --journal @j.db --id id-8 --size 7");
        _at.Fails(2, "--size", "audit prove --journal @j.db --id id-3 --size 17");
    }

    [Fact]
    public void A_checkpoint_signed_by_another_key_or_of_another_book_is_refused()
    {
        _at.Append(7);
        _at.Append(7, "other");
        _at.Checkpoint("kept");
        _at.Checkpoint("of-other", "other");
        _at.Good("audit key proviso.example --output @imposter");
        _at.Write("proof", _at.Good("audit prove --journal @j.db --id id-3"));

        _at.Fails(2, "no good signature of the key", "audit verify --journal @j.db --checkpoint @kept --key @imposter.pub");
        _at.Fails(2, "no good signature of the key", "audit verify-proof @proof --checkpoint @kept --key @imposter.pub");
        _at.Fails(2, "is a checkpoint of proviso.example/other, not of proviso.example/main", "audit verify --journal @j.db --checkpoint @of-other --key @log.pub");
        _at.Fails(2, "is a checkpoint of proviso.example/other", "audit verify --journal @j.db --checkpoint @of-other");
        _at.Fails(1, "DOES NOT HOLD", "audit verify-proof @proof --checkpoint @of-other --key @log.pub");

        // The size in the text changed, with the signature as it was.
        _at.Write("changed", File.ReadAllText(_at["kept"]).Replace("\n7\n", "\n6\n", StringComparison.Ordinal));
        _at.Fails(2, "no good signature of the key", "audit verify --journal @j.db --checkpoint @changed --key @log.pub");
    }

    [Theory]
    [InlineData("audit verify --journal @j.db --checkpoint @garbage")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --key @garbage")]
    [InlineData("audit verify --journal @j.db --checkpoint @empty --key @log.pub")]
    [InlineData("audit verify-proof @garbage --checkpoint @kept --key @log.pub")]
    [InlineData("audit verify-proof @empty --checkpoint @kept --key @log.pub")]
    [InlineData("audit verify-proof @json --checkpoint @kept --key @log.pub")]
    [InlineData("audit checkpoint --journal @j.db --secret @garbage")]
    [InlineData("audit checkpoint --journal @j.db --secret @log.pub")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --key @log.secret")]
    [InlineData("audit verify --journal @missing")]
    [InlineData("audit verify --journal @j.db --checkpoint @missing")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --key @missing")]
    [InlineData("audit verify-proof @missing --checkpoint @kept --key @log.pub")]
    [InlineData("audit checkpoint --journal @j.db --secret @missing")]
    [InlineData("audit key plus+sign --output @k")]
    [InlineData("audit key proviso.example --output @log")]
    [InlineData("audit verify --tiles @missing --key @log.pub")]
    [InlineData("audit verify --tiles @missing")]
    [InlineData("audit verify --journal @j.db --tiles @missing --key @log.pub")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --witness @log.pub")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --witness @garbage")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --quorum 1")]
    [InlineData("audit verify --journal @j.db --witness @w.pub")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --witness @w.pub --witness @w.pub --quorum 2")]
    [InlineData("audit verify --journal @j.db --checkpoint @kept --witness @w.pub --quorum 0")]
    [InlineData("audit tiles --journal @j.db --output @log --secret @w.secret")]
    [InlineData("audit checkpoint --journal @j.db --secret @w.secret")]
    [InlineData("audit cosign --state @state --begin --checkpoint @kept --key @log.pub --secret @log.secret")]
    [InlineData("audit cosign --state @state --begin --checkpoint @kept --key @w.pub --secret @w.secret")]
    [InlineData("audit cosign --state @state --checkpoint @kept --key @log.pub --secret @w.secret")]
    [InlineData("audit cosign --state @garbage --checkpoint @kept --key @log.pub --secret @w.secret")]
    [InlineData("audit cosign --state @garbage --begin --checkpoint @kept --key @log.pub --secret @w.secret")]
    [InlineData("audit cosign --state @state --begin --checkpoint @garbage --key @log.pub --secret @w.secret")]
    [InlineData("audit verify --journal @j.db --checkpoint @no-text --key @log.pub")]
    [InlineData("audit verify")]
    [InlineData("audit nonsense")]
    public void Garbage_and_missing_files_are_named_with_exit_2_and_left_as_they_are(string arguments)
    {
        _at.Append(2);
        _at.Checkpoint("kept");
        var garbage = _at.Write("garbage", "\u0000\u0001 nothing that anybody wrote: \u2014 \u202E{[+");
        _at.Write("empty", "");
        File.WriteAllBytes(_at["no-text"], [0xC3, 0x28, 0xFF]);
        _at.Good("audit key witness.example --output @w --witness");
        _at.Write("json", """{"formatVersion": 1, "entry": 7, "proof": {}}""");
        var before = File.ReadAllBytes(garbage);

        var result = _at.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("proviso: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
        Assert.Equal(before, File.ReadAllBytes(garbage));
        Assert.Equal(0, new FileInfo(_at["empty"]).Length);
        Assert.False(File.Exists(_at["missing"]));
    }

    [Fact]
    public void The_newer_checkpoint_is_shown_offline_to_hold_the_older_one_and_a_fork_is_not()
    {
        _at.Append(5);
        _at.Checkpoint("old");
        _at.Append(4);
        _at.Checkpoint("new");
        _at.Write("proof", _at.Good("audit consistency --journal @j.db --from 5"));

        Assert.Contains("holds: the 9 entries of proviso.example/main begin with the 5", _at.Good("audit verify-consistency @proof --old @old --new @new --key @log.pub"), StringComparison.Ordinal);
        _at.Write("short", _at.Good("audit consistency --journal @j.db --from 4 --to 9"));
        _at.Fails(1, "the proof is from 4 to 9 entries, the checkpoints are of 5 and 9", "audit verify-consistency @short --old @old --new @new --key @log.pub");
        _at.Fails(2, "the book has 9 entries", "audit consistency --journal @j.db --from 5 --to 10");
        _at.Fails(2, "the book has 9 entries", "audit consistency --journal @j.db --from 0");

        _at.Forge("UPDATE entry SET content = $content, leaf = $leaf WHERE sequence = 3");
        _at.Checkpoint("forked");
        _at.Write("forked-proof", _at.Good("audit consistency --journal @j.db --from 5"));
        _at.Fails(1, "DOES NOT HOLD: the proof does not lead", "audit verify-consistency @forked-proof --old @old --new @forked --key @log.pub");
        _at.Fails(1, "DOES NOT HOLD: the proof does not lead", "audit verify-consistency @proof --old @old --new @forked --key @log.pub");
        _at.Good("audit key proviso.example --output @imposter");
        _at.Fails(2, "no good signature", "audit verify-consistency @proof --old @old --new @new --key @imposter.pub");
        _at.Append(3, "other");
        _at.Checkpoint("of-other", "other");
        _at.Fails(2, "one checkpoint is of proviso.example/main, the other of proviso.example/other", "audit verify-consistency @proof --old @old --new @of-other --key @log.pub");
    }

    [Fact]
    public void Entries_are_listed_whole_by_place_and_by_id()
    {
        _at.Append(12);
        _at.Append(1);

        Assert.Equal(14, _at.Good("audit show --journal @j.db").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var one = _at.Good("audit show --journal @j.db --from 12 --to 12").Split('\n')[1];
        Assert.Equal("12 2026-02-10T12:00:00Z 2026-02-10T11:00:00Z made-up 2 id-12", string.Join(' ', one.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

        using var json = JsonDocument.Parse(_at.Good("audit show --journal @j.db --id id-3 --format json"));
        var entry = Assert.Single(json.RootElement.GetProperty("entries").EnumerateArray());
        Assert.Equal(["sequence", "recordTime", "eventTime", "kind", "id", "epoch", "leaf", "body"], entry.EnumerateObject().Select(p => p.Name));
        Assert.Equal((3, "id-3", "AQM="), (entry.GetProperty("sequence").GetInt64(), entry.GetProperty("id").GetString(), entry.GetProperty("body").GetString()));

        _at.Fails(2, "has no record `id-99`", "audit show --journal @j.db --id id-99");
        _at.Fails(2, "the journal has no book `mian`", "audit show --journal @j.db --book mian");
        _at.Fails(2, "cannot be meant", "audit show --journal @j.db --from 3 --to 2");
        _at.Fails(2, "cannot be meant", "audit show --journal @j.db --from 3 --id id-3");
    }

    [Fact]
    public void A_checkpoint_is_kept_beside_the_journal_when_the_journal_holds_it()
    {
        _at.Append(5);
        _at.Checkpoint("first");
        _at.Append(2);
        _at.Checkpoint("second");

        Assert.Contains("j.db.witnessed: book main, 5 of 7 entries", _at.Good("audit keep --journal @j.db --checkpoint @first --key @log.pub"), StringComparison.Ordinal);
        _at.Good("audit keep --journal @j.db --checkpoint @second --key @log.pub");
        _at.Fails(2, "one of 7 is kept already", "audit keep --journal @j.db --checkpoint @first --key @log.pub");
        _at.Forge("DELETE FROM entry WHERE sequence >= 4");
        _at.Fails(1, "book main has 4 entries, but 7 were signed", "audit keep --journal @j.db --checkpoint @second --key @log.pub");
    }

    [Fact]
    public void A_book_is_published_as_files_and_checked_from_a_copy_of_them_alone()
    {
        _at.Append(300);
        _at.Checkpoint("old");
        Assert.Contains("300 entries, 300 of them new", _at.Good("audit tiles --journal @j.db --output @log --secret @log.secret"), StringComparison.Ordinal);
        _at.Append(300);
        Assert.Contains("600 entries, 300 of them new", _at.Good("audit tiles --journal @j.db --output @log --secret @log.secret"), StringComparison.Ordinal);
        Assert.Contains("600 entries, 0 of them new; 0 files written", _at.Good("audit tiles --journal @j.db --output @log --secret @log.secret"), StringComparison.Ordinal);

        Directory.Move(_at["log"], _at["elsewhere"]);
        File.Move(_at.Journal, _at["away.db"]);
        Assert.Contains("every file is what its checkpoint signs", _at.Good("audit verify --tiles @elsewhere --key @log.pub"), StringComparison.Ordinal);
        Assert.Contains("it holds the 300 entries of the checkpoint of proviso.example/main, unchanged", _at.Good("audit verify --tiles @elsewhere --key @log.pub --checkpoint @old"), StringComparison.Ordinal);
        _at.Fails(2, "not of proviso.example/other", "audit verify --tiles @elsewhere --key @log.pub --book other");
        _at.Good("audit key proviso.example --output @imposter");
        _at.Fails(2, "no good signature", "audit verify --tiles @elsewhere --key @imposter.pub");
        File.Delete(Path.Combine(_at["elsewhere"], "tile", "entries", "001"));
        _at.Fails(1, "WRONG at entry 256: it cannot be read: tile/entries/001 is missing", "audit verify --tiles @elsewhere --key @log.pub");
    }

    [Fact]
    public void A_journal_that_tells_another_story_than_what_was_published_publishes_nothing()
    {
        _at.Append(7);
        _at.Checkpoint("old");
        _at.Good("audit tiles --journal @j.db --output @log --secret @log.secret");
        _at.Forge("UPDATE entry SET content = $content, leaf = $leaf WHERE sequence = 3");
        _at.Append(2);

        _at.Fails(1, "not published: book main has 9 entries, and its first 7 are not those", "audit tiles --journal @j.db --output @log --secret @log.secret");
        Assert.Contains("7 entries", _at.Good("audit verify --tiles @log --key @log.pub"), StringComparison.Ordinal);
    }

    [Fact]
    public void Witnesses_cosign_what_goes_on_refuse_a_fork_and_a_rollback_and_make_a_quorum()
    {
        _at.Append(5);
        _at.Checkpoint("first");
        _at.Good("audit key witness.example/w1 --output @w1 --witness");
        _at.Good("audit key witness.example/w2 --output @w2 --witness");
        _at.Write("first-1", _at.Good("audit cosign --state @s1 --begin --checkpoint @first --key @log.pub --secret @w1.secret"));
        _at.Append(4);
        _at.Checkpoint("second");
        _at.Fails(1, "`audit consistency --from 5 --to 9`", "audit cosign --state @s1 --checkpoint @second --key @log.pub --secret @w1.secret");
        _at.Write("proof", _at.Good("audit consistency --journal @j.db --from 5 --to 9"));
        _at.Write("second-1", _at.Good("audit cosign --state @s1 --checkpoint @second --proof @proof --key @log.pub --secret @w1.secret"));
        _at.Write("second-2", _at.Good("audit cosign --state @s2 --begin --checkpoint @second-1 --key @log.pub --secret @w2.secret"));

        var both = "--key @log.pub --witness @w1.pub --witness @w2.pub";
        Assert.Contains("cosigned by witness.example/w2", _at.Good($"audit verify --journal @j.db --checkpoint @second-2 {both}"), StringComparison.Ordinal);
        _at.Fails(1, "NOT WITNESSED: 1 of 2 needed; no good cosignature of witness.example/w2", $"audit verify --journal @j.db --checkpoint @second-1 {both}");
        _at.Good($"audit verify --journal @j.db --checkpoint @second-1 {both} --quorum 1");
        using var json = JsonDocument.Parse(_at.Good($"audit verify --journal @j.db --checkpoint @second-1 {both} --quorum 1 --format json"));
        Assert.Equal(["witness.example/w1"], json.RootElement.GetProperty("cosignedBy").EnumerateArray().Select(w => w.GetString()!));
        _at.Write("entry", _at.Good("audit prove --journal @j.db --id id-3"));
        Assert.Contains("cosigned by witness.example/w1", _at.Good($"audit verify-proof @entry --checkpoint @second-2 {both}"), StringComparison.Ordinal);
        _at.Fails(1, "NOT WITNESSED", $"audit verify-proof @entry --checkpoint @second {both} --quorum 1");

        // The cosigned checkpoint in the place of the folder's own.
        _at.Good("audit tiles --journal @j.db --output @log --secret @log.secret");
        File.Copy(_at["second-2"], Path.Combine(_at["log"], "checkpoint"), overwrite: true);
        _at.Good("audit tiles --journal @j.db --output @log --secret @log.secret");
        _at.Good($"audit verify --tiles @log {both}");

        _at.Fails(1, "9 entries of proviso.example/main were signed before; this is an older tree of 5", "audit cosign --state @s1 --checkpoint @first --key @log.pub --secret @w1.secret");
        _at.Forge("UPDATE entry SET content = $content, leaf = $leaf WHERE sequence = 3");
        _at.Checkpoint("forked");
        _at.Fails(1, "the log has told two stories", "audit cosign --state @s1 --checkpoint @forked --key @log.pub --secret @w1.secret");
        _at.Append(1);
        _at.Checkpoint("forked-on");
        _at.Write("forked-proof", _at.Good("audit consistency --journal @j.db --from 9"));
        _at.Fails(1, "the log was changed below 9", "audit cosign --state @s1 --checkpoint @forked-on --proof @forked-proof --key @log.pub --secret @w1.secret");
    }

    [Fact]
    public void A_witness_that_cannot_remember_shows_no_signature()
    {
        _at.Append(5);
        _at.Checkpoint("kept");
        _at.Good("audit key witness.example/w1 --output @w1 --witness");
        Directory.CreateDirectory(_at["s1.new"]);

        var result = _at.Run("audit cosign --state @s1 --begin --checkpoint @kept --key @log.pub --secret @w1.secret");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(_at["s1"]));
    }

    [Fact]
    public void Two_forks_brought_to_one_witness_at_once_get_one_signature()
    {
        _at.Append(4);
        _at.Checkpoint("base");
        _at.Good("audit key witness.example/w1 --output @w1 --witness");
        _at.Good("audit cosign --state @s1 --begin --checkpoint @base --key @log.pub --secret @w1.secret");
        File.Copy(_at.Journal, _at["fork.db"]);
        _at.Append(3);
        _at.Append(3, journal: _at["fork.db"], body: 9);
        foreach (var name in new[] { "j", "fork" })
        {
            _at.Write($"{name}-new", _at.Good($"audit checkpoint --journal @{name}.db --secret @log.secret"));
            _at.Write($"{name}-proof", _at.Good($"audit consistency --journal @{name}.db --from 4"));
        }

        var results = new[] { "j", "fork", "j", "fork" }.AsParallel().WithDegreeOfParallelism(4)
            .Select(name => (Name: name, _at.Run($"audit cosign --state @s1 --checkpoint @{name}-new --proof @{name}-proof --key @log.pub --secret @w1.secret").ExitCode)).ToList();

        Assert.Single(results.Where(r => r.ExitCode == 0).Select(r => r.Name).Distinct());
        Assert.All(results, r => Assert.True(r.ExitCode is 0 or 1, $"exit {r.ExitCode}"));
    }

    [Fact]
    public void A_key_is_readable_by_its_owner_alone_and_never_written_over()
    {
        var said = _at.Good("audit key proviso.example --output @log");

        Assert.Contains(File.ReadAllText(_at["log.pub"]).Trim(), said, StringComparison.Ordinal);
        Assert.DoesNotContain(File.ReadAllText(_at["log.secret"]).Split(' ')[1].Trim(), said, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_at["log.secret"]));
        }
    }
}

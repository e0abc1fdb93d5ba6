// Method: the same promises as on a file, on a PostgreSQL of its own; and what a user is told when the place is wrong.
using Npgsql;
using Proviso.Journal;
using Proviso.Storage.Journal;

[assembly: AssemblyFixture(typeof(Proviso.Tests.Storage.Journal.PostgresInstance))]

namespace Proviso.Tests.Storage.Journal;

public sealed class PostgresJournalTests(PostgresInstance postgres)
{
    private static readonly DateTimeOffset Now = new(2026, 2, 10, 12, 0, 0, TimeSpan.Zero);

    // The schema is one for all; each test has a book of its own.
    private readonly string _book = $"b-{Guid.NewGuid():N}"[..20];

    private PostgresJournal Open() => PostgresJournal.Open(postgres.Required());

    private static JournalRecord Record(string id) => new(id, "made-up", Now, new byte[] { 0, 1, 255 });

    private PostgresJournal Filled(int entries)
    {
        var journal = Open();
        var epoch = journal.Acquire(_book);
        Assert.Equal(AppendOutcome.Durable, journal.Append(_book, epoch, 0, [.. Enumerable.Range(0, entries).Select(i => Record($"id-{i}"))], Now).Outcome);
        return journal;
    }

    private void Execute(string text, params object[] values)
    {
        using var connection = new NpgsqlConnection(postgres.Required());
        connection.Open();
        using var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        command.ExecuteNonQuery();
    }

    [Fact]
    public void What_was_appended_is_there_in_order_after_a_restart()
    {
        Filled(1_000).Dispose();
        using var journal = Open();

        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => $"id-{i}"), journal.Read(_book).Select(e => e.Record.Id));
        Assert.Equal(["id-998", "id-999"], journal.Read(_book, 998).Select(e => e.Record.Id));
        Assert.Equal(new BookPosition(1, 1_000, Now), journal.Position(_book));
        Assert.Contains(_book, journal.Books());
        Assert.Equal(new BookPosition(0, 0, DateTimeOffset.MinValue), journal.Position("nobody"));
        Assert.Equal([0, 1, 255], journal.Read(_book).First().Record.Body.ToArray());
    }

    [Fact]
    public void An_append_from_a_replaced_writer_at_a_wrong_place_with_a_known_id_or_back_in_time_writes_nothing()
    {
        using var journal = Filled(3);
        var epoch = journal.Acquire(_book);

        Assert.Equal(AppendOutcome.Fenced, journal.Append(_book, epoch - 1, 3, [Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append(_book, epoch, 2, [Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append(_book, epoch, 5, [Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append(_book, epoch, 3, [Record("x"), Record("id-1")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append(_book, epoch, 3, [Record("x"), Record("x")], Now).Outcome);
        Assert.Equal(AppendOutcome.Moved, journal.Append(_book, epoch, 3, [Record("x")], Now.AddTicks(-1)).Outcome);
        Assert.Equal(AppendOutcome.Fenced, journal.Append("nobody", 1, 0, [Record("x")], Now).Outcome);
        Assert.Equal(3, journal.Read(_book).Count());
        Assert.Equal(AppendOutcome.Durable, journal.Append(_book, epoch, 3, [Record("x")], Now).Outcome);
    }

    [Fact]
    public async Task A_statement_of_a_replaced_writer_that_waits_for_the_row_does_not_get_in()
    {
        using var journal = Filled(1);

        // Another writer has the row and will commit a new epoch, while the old one's statement is already on its way.
        using var connection = new NpgsqlConnection(postgres.Required());
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using (var acquire = new NpgsqlCommand($"UPDATE proviso.book SET epoch = epoch + 1 WHERE name = '{_book}'", connection, transaction))
        {
            acquire.ExecuteNonQuery();
        }

        var late = Task.Run(() => journal.Append(_book, 1, 1, [Record("late")], Now), TestContext.Current.CancellationToken);
        Assert.NotSame(late, await Task.WhenAny(late, Task.Delay(300, TestContext.Current.CancellationToken)));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(AppendOutcome.Fenced, (await late).Outcome);
        Assert.Single(journal.Read(_book));
    }

    [Fact]
    public async Task Of_two_writers_that_race_each_row_is_of_one_and_none_is_lost()
    {
        var granted = new List<(long Epoch, long First)>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() =>
        {
            using var journal = Open();
            for (var round = 0; round < 25; round++)
            {
                var epoch = journal.Acquire(_book);
                var appended = journal.Append(_book, epoch, journal.Position(_book).Next, [Record($"{w}-{round}")], Now);
                if (appended.Outcome == AppendOutcome.Durable)
                {
                    lock (granted)
                    {
                        granted.Add((epoch, appended.First));
                    }
                }
            }
        })));
        using var read = Open();
        var entries = read.Read(_book).ToList();

        Assert.NotEmpty(granted);
        Assert.Equal(granted.OrderBy(g => g.First), entries.Select(e => (e.Epoch, e.Sequence)));
        Assert.Null(JournalAudit.Verify(read, _book, null).Problem);
    }

    [Theory]
    [InlineData("UPDATE proviso.entry SET recorded = 0")]
    [InlineData("DELETE FROM proviso.entry")]
    [InlineData("TRUNCATE proviso.entry")]
    public void A_row_is_not_changed_or_removed_by_accident(string statement)
    {
        using var journal = Filled(3);

        Assert.Contains("never changed", Assert.Throws<PostgresException>(() => Execute(statement)).MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_finds_a_row_edited_with_another_program()
    {
        using var journal = Filled(7);
        var kept = new Checkpoint("made-up", 7, MerkleTree.Root([.. journal.LeafHashes(_book)]));
        Assert.Null(JournalAudit.Verify(journal, _book, kept).Problem);
        PostgresRows.Edit(postgres.Required(), _book, 3, new JournalEntry(_book, 3, 1, Now, Record("id-3") with { Body = new byte[] { 99 } }).Encode());

        Assert.Equal((3L, "it is not what was hashed when it was written"), (JournalAudit.Verify(journal, _book, kept).Sequence, JournalAudit.Verify(journal, _book, kept).Problem));
    }

    [Fact]
    public void A_session_that_was_told_to_commit_lazily_does_not()
    {
        using var journal = PostgresJournal.Open(postgres.Required() + ";Options=-c synchronous_commit=off");
        journal.Acquire(_book);
        using var connection = new NpgsqlConnection(postgres.Required());
        connection.Open();

        // What the writer's own statements run under.
        Execute("CREATE OR REPLACE FUNCTION proviso.how() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '%', current_setting('synchronous_commit'); END $$");
        Execute($"CREATE TRIGGER how AFTER INSERT ON proviso.entry FOR EACH ROW WHEN (NEW.book = '{_book}') EXECUTE FUNCTION proviso.how()");
        try
        {
            Assert.Equal(new Appended(AppendOutcome.Unknown, -1, "on"), journal.Append(_book, 1, 0, [Record("x")], Now));
        }
        finally
        {
            Execute("DROP TRIGGER how ON proviso.entry");
        }
    }

    [Fact]
    public void A_place_that_is_wrong_is_named_without_its_password()
    {
        var good = new NpgsqlConnectionStringBuilder(postgres.Required());
        string With(Action<NpgsqlConnectionStringBuilder> change)
        {
            var builder = new NpgsqlConnectionStringBuilder(good.ToString());
            change(builder);
            return builder.ToString();
        }

        (string Place, string Says)[] cases =
        [
            (With(b => b.Password = "s3cret-wrong"), "does not let proviso in"),
            (With(b => b.Username = "stranger"), "does not let stranger in"),
            (With(b => b.Database = "nowhere"), "no database nowhere"),
            (With(b => b.Port = 1), "cannot be reached"),
        ];
        foreach (var (place, says) in cases)
        {
            var message = Assert.Throws<JournalUnavailableException>(() => JournalAt.Open(place)).Message;
            Assert.Contains(says, message, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cret", message, StringComparison.Ordinal);
            Assert.DoesNotContain(good.Password!, message, StringComparison.Ordinal);
        }

        Assert.Throws<JournalPlaceException>(() => JournalAt.Open("Host=x;Colour=red;Password=s3cret"));
        Assert.Throws<JournalPlaceException>(() => JournalAt.Open("postgresql://[bad"));
        Assert.Throws<JournalDamagedException>(() => JournalAt.Open(Path.GetTempPath()));
        Assert.Throws<JournalPlaceException>(() => JournalAt.Open("/nowhere/at/all.journal"));
        foreach (var none in new[] { "", " ", ":memory:", "file::memory:", "file:x.db", "Host=", "Host= ;Database=x", "Server=", "postgresql://", "postgres:///x", "https://example/x", "Host=x;Port=many", "|DataDirectory|x.db" })
        {
            Assert.Throws<JournalPlaceException>(() => JournalAt.Open(none));
            Assert.Throws<JournalPlaceException>(() => JournalAt.OpenToRead(none));
        }

        Assert.Equal($"127.0.0.1:{good.Port}/postgres", JournalAt.Shown(good.ToString()));
        using var uri = (IDisposable)JournalAt.Open($"postgresql://proviso:{good.Password}@127.0.0.1:{good.Port}/postgres");
        Assert.IsType<PostgresJournal>(uri);
    }
}

using System.CommandLine;
using System.Globalization;
using Proviso.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit prove|verify-proof|consistency|verify-consistency</c>: proofs that are made with the journal and checked without it.</summary>
internal static class AuditProofs
{
    public static Command Prove()
    {
        var (journal, book) = (AuditFiles.JournalOption(), AuditFiles.BookOption());
        var id = new Option<string>("--id") { Description = "The id of the record.", Required = true, HelpName = "ID" };
        var witnessed = AuditFiles.WitnessedOption();
        var size = NumberOption.CountOrNone("--size", "How many entries the checkpoint has that the proof is for. Default: all of the book.");
        var command = new Command("prove", "Writes a proof that a record is in the book, for `audit verify-proof`, as JSON.") { journal, book, witnessed, id, size };
        command.SetAction(parsed => Made(() =>
        {
            var name = parsed.GetRequiredValue(book);
            var opened = AuditFiles.OpenWhole(parsed.GetRequiredValue(journal), name, parsed.GetValue(witnessed));
            using var closing = (IDisposable)opened;
            var found = opened.Read(name).FirstOrDefault(e => e.Record.Id == parsed.GetRequiredValue(id))
                ?? throw new CliException($"book {name} has no record `{Shown.Text(parsed.GetRequiredValue(id))}`", "ids are those that clients sent");
            var (all, count) = (opened.Position(name).Next, parsed.GetValue(size) ?? opened.Position(name).Next);
            if (count <= found.Sequence || count > all)
            {
                throw new CliException(string.Create(CultureInfo.InvariantCulture, $"--size {count}: the record is entry {found.Sequence} of {all}"), "name the size of a checkpoint that the record lies below");
            }

            var made = MerkleProofs.Inclusion(opened.LeafHashes(name), found.Sequence, count);
            AuditFiles.Write(new InclusionProof(name, found.Sequence, count, made.Root, found.Encode(), made.Hashes).Write());
            return ExitCodes.Clear;
        }));
        return command;
    }

    public static Command VerifyProof()
    {
        var proof = new Argument<string>("proof") { Description = "The proof that `audit prove` wrote." };
        var key = AuditFiles.KeyOption(required: true);
        var checkpoint = new Option<string>("--checkpoint") { Description = "A checkpoint of the same size, from somebody else than who gave the proof.", Required = true, HelpName = "FILE" };
        var (witness, needed) = (AuditFiles.WitnessOption(), AuditFiles.QuorumOption());
        var command = new Command("verify-proof", """
            Checks offline that a record is in the book that a checkpoint names, and that witnesses have cosigned that checkpoint.
            Exit codes: 0 it is, 1 the proof does not hold or too few witnesses cosigned, 2 bad input.
            """) { proof, checkpoint, key, witness, needed };
        command.SetAction(parsed =>
        {
            var (note, kept) = AuditFiles.ReadCheckpoint(parsed.GetRequiredValue(checkpoint), parsed.GetValue(key), null);
            var quorum = AuditFiles.Quorum(note, parsed.GetValue(witness), parsed.GetValue(needed));
            var read = AuditFiles.ReadProof(parsed.GetRequiredValue(proof), InclusionProof.Parse, "prove");
            if (!read.Holds(kept))
            {
                Console.Out.WriteLine(read.Size == kept.Size
                    ? "DOES NOT HOLD: the proof does not lead to the root of the checkpoint"
                    : string.Create(CultureInfo.InvariantCulture, $"DOES NOT HOLD: the proof is for {read.Size} entries, the checkpoint for {kept.Size}; `audit prove --size {kept.Size}` makes one that fits"));
                return ExitCodes.CheckFailed;
            }

            var entry = JournalEntry.Decode(read.Entry);
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"holds: record {Shown.Text(entry.Record.Id)} ({entry.Record.Kind}) is entry {entry.Sequence} of the {kept.Size} of {Shown.Text(kept.Origin)}, recorded {entry.RecordTime:yyyy-MM-dd HH:mm:ss'Z'}"));
            return AuditFiles.Tell(quorum) ? ExitCodes.Clear : ExitCodes.CheckFailed;
        });
        return command;
    }

    public static Command Consistency()
    {
        var (journal, book) = (AuditFiles.JournalOption(), AuditFiles.BookOption());
        var witnessed = AuditFiles.WitnessedOption();
        var from = NumberOption.Count("--from", "How many entries the older checkpoint has.");
        from.Required = true;
        var to = NumberOption.CountOrNone("--to", "How many entries the newer checkpoint has. Default: all of the book.");
        var command = new Command("consistency", "Writes a proof that nothing below an older size was changed up to a newer one, for `audit verify-consistency` and `audit cosign`, as JSON.")
        {
            journal, book, witnessed, from, to,
        };
        command.SetAction(parsed => Made(() =>
        {
            var name = parsed.GetRequiredValue(book);
            var opened = AuditFiles.OpenWhole(parsed.GetRequiredValue(journal), name, parsed.GetValue(witnessed));
            using var closing = (IDisposable)opened;
            var all = opened.Position(name).Next;
            var (first, last) = (parsed.GetValue(from), parsed.GetValue(to) ?? all);
            if (first < 1 || last < first || last > all)
            {
                throw new CliException(string.Create(CultureInfo.InvariantCulture, $"there is no proof from {first} to {last}: the book has {all} entries"), "1 <= from <= to <= entries of the book");
            }

            AuditFiles.Write(new ConsistencyProof(name, first, last, MerkleProofs.Consistency(opened.LeafHashes(name), first, last).Hashes).Write());
            return ExitCodes.Clear;
        }));
        return command;
    }

    public static Command VerifyConsistency()
    {
        var proof = new Argument<string>("proof") { Description = "The proof that `audit consistency` wrote." };
        var key = AuditFiles.KeyOption(required: true);
        var older = new Option<string>("--old") { Description = "The older checkpoint, as it was kept.", Required = true, HelpName = "FILE" };
        var newer = new Option<string>("--new") { Description = "The newer checkpoint.", Required = true, HelpName = "FILE" };
        var command = new Command("verify-consistency", """
            Checks offline that the book of the newer checkpoint begins with that of the older one, unchanged.
            Exit codes: 0 it does, 1 the proof does not hold, 2 bad input.
            """) { proof, older, newer, key };
        command.SetAction(parsed =>
        {
            var first = AuditFiles.ReadCheckpoint(parsed.GetRequiredValue(older), parsed.GetValue(key), null).Checkpoint;
            var last = AuditFiles.ReadCheckpoint(parsed.GetRequiredValue(newer), parsed.GetValue(key), null).Checkpoint;
            if (first.Origin != last.Origin)
            {
                throw new CliException($"one checkpoint is of {Shown.Text(first.Origin)}, the other of {Shown.Text(last.Origin)}", "name two of one book");
            }

            var read = AuditFiles.ReadProof(parsed.GetRequiredValue(proof), ConsistencyProof.Parse, "consistency");
            var holds = read.Holds(first, last);
            Console.Out.WriteLine(holds ? string.Create(CultureInfo.InvariantCulture, $"holds: the {last.Size} entries of {Shown.Text(last.Origin)} begin with the {first.Size} of the older checkpoint, unchanged")
                : read.From != first.Size || read.To != last.Size
                    ? string.Create(CultureInfo.InvariantCulture, $"DOES NOT HOLD: the proof is from {read.From} to {read.To} entries, the checkpoints are of {first.Size} and {last.Size}")
                    : "DOES NOT HOLD: the proof does not lead from the older root to the newer one");
            return holds ? ExitCodes.Clear : ExitCodes.CheckFailed;
        });
        return command;
    }

    // A proof over a book that cannot be read is not made; that is a finding about the book.
    private static int Made(Func<int> make)
    {
        try
        {
            return make();
        }
        catch (JournalFormatException e) when (e is not JournalDamagedException)
        {
            Console.Error.WriteLine($"proviso: no proof: {Shown.Text(e.Message)}; `proviso audit verify` says which entry");
            return ExitCodes.CheckFailed;
        }
    }
}

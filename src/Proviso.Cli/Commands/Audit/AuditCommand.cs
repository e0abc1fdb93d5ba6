using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit …</c>: checks a journal, and proofs of it, without trusting who keeps it.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var command = new Command("audit", "Check a journal and proofs of its entries; sign, publish and cosign where it stands.");
        command.Subcommands.Add(AuditVerify.Create());
        command.Subcommands.Add(AuditShow.Create());
        command.Subcommands.Add(AuditProofs.Prove());
        command.Subcommands.Add(AuditProofs.VerifyProof());
        command.Subcommands.Add(AuditProofs.Consistency());
        command.Subcommands.Add(AuditProofs.VerifyConsistency());
        command.Subcommands.Add(MakeCheckpoint());
        command.Subcommands.Add(AuditTiles.Create());
        command.Subcommands.Add(AuditCosign.Create());
        command.Subcommands.Add(AuditKeep.Create());
        command.Subcommands.Add(MakeKey());
        return command;
    }

    private static Command MakeCheckpoint()
    {
        var (journal, book) = (AuditFiles.JournalOption(), AuditFiles.BookOption());
        var (secret, witnessed) = (AuditFiles.SecretOption("File with the secret that `audit key` made."), AuditFiles.WitnessedOption());
        var command = new Command("checkpoint", "Checks the book and signs where it stands. Give the checkpoint to those who are to notice a change.") { journal, book, witnessed, secret };
        command.SetAction(parsed =>
        {
            var opened = AuditFiles.OpenToRead(parsed.GetRequiredValue(journal));
            using var closing = (IDisposable)opened;
            AuditFiles.Exists(opened, parsed.GetRequiredValue(book));
            if (AuditFiles.IsBehind(opened, parsed.GetRequiredValue(book), parsed.GetRequiredValue(journal), parsed.GetValue(witnessed)))
            {
                return ExitCodes.CheckFailed;
            }

            using var signer = AuditFiles.ReadSecret(parsed.GetRequiredValue(secret));
            var result = JournalAudit.Verify(opened, parsed.GetRequiredValue(book), null);
            if (result.Problem is { } problem)
            {
                throw new JournalDamagedException(JournalAt.Shown(parsed.GetRequiredValue(journal)), $"not signed: {(result.Sequence >= 0 ? string.Create(CultureInfo.InvariantCulture, $"entry {result.Sequence}: ") : "")}{problem}");
            }

            Console.Out.Write(signer.Sign(new Checkpoint($"{signer.Verifier.Name}/{parsed.GetRequiredValue(book)}", result.Size, result.Root).Text()).ToString());
            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command MakeKey()
    {
        var name = new Argument<string>("name") { Description = "The name of the key, such as proviso.example; no plus signs and no white space." };
        var output = new Option<string>("--output") { Description = "Writes FILE.secret, readable by you alone, and FILE.pub.", Required = true, HelpName = "FILE" };
        var witness = new Option<bool>("--witness") { Description = "A key that cosigns checkpoints of others, and signs nothing else." };
        var command = new Command("key", "Makes a key that signs checkpoints, or one of a witness that cosigns them.") { name, output, witness };
        command.SetAction(parsed =>
        {
            if (!SignedNote.IsKeyName(parsed.GetRequiredValue(name)))
            {
                throw new CliException($"`{Shown.Text(parsed.GetRequiredValue(name))}` is no name for a key", "no plus signs, no white space");
            }

            var (secret, open) = (parsed.GetRequiredValue(output) + ".secret", parsed.GetRequiredValue(output) + ".pub");
            if (File.Exists(secret) || File.Exists(open))
            {
                throw new CliException($"{secret} or {open} is there already", "a key is never written over");
            }

            var seed = RandomNumberGenerator.GetBytes(32);
            var verifier = VerifierOf(parsed.GetRequiredValue(name), seed, parsed.GetValue(witness));
            DurableFile.WriteNew((secret, AuditFiles.SecretText(parsed.GetRequiredValue(name), seed, parsed.GetValue(witness)), IsSecret: true), (open, verifier + "\n", IsSecret: false));
            return Answer.Tell($"{secret} and {open} were made", "they are whole; `audit key` need not be run again", () =>
            {
                Console.Out.WriteLine($"{open}: {verifier}");
                return ExitCodes.Clear;
            });
        });
        return command;
    }

    private static string VerifierOf(string name, byte[] seed, bool isWitness)
    {
        if (isWitness)
        {
            using var cosigner = new CosignatureSigner(name, seed);
            return cosigner.Verifier.ToString();
        }

        using var signer = new NoteSigner(name, seed);
        return signer.Verifier.ToString();
    }
}

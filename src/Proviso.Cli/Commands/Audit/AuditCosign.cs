using System.CommandLine;
using System.Globalization;
using Proviso.Journal;
using Proviso.Storage.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit cosign</c>: a witness looks at a checkpoint of somebody else's log and cosigns it when it goes on from what it signed before.</summary>
internal static class AuditCosign
{
    public static Command Create()
    {
        var key = AuditFiles.KeyOption(required: true);
        var state = new Option<string>("--state") { Description = "What this witness has signed, for every log. Never put back an older copy of it.", Required = true, HelpName = "FILE" };
        var begin = new Option<bool>("--begin") { Description = "Make the state file: this witness has signed nothing yet." };
        var checkpoint = new Option<string>("--checkpoint") { Description = "The new checkpoint.", Required = true, HelpName = "FILE" };
        var proof = new Option<string?>("--proof") { Description = "From `audit consistency`: that it goes on from the one signed before.", HelpName = "FILE" };
        var secret = AuditFiles.SecretOption("File with the secret that `audit key --witness` made.");
        var command = new Command("cosign", """
            Checks that a checkpoint goes on from the last one that this witness signed of the same log, remembers it, and prints it cosigned.
            Exit codes: 0 cosigned, 1 refused: a fork, an older tree, or no proof that holds; 2 bad input.
            """) { state, begin, checkpoint, proof, key, secret };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(state);
            var (note, seen) = AuditFiles.ReadCheckpoint(parsed.GetRequiredValue(checkpoint), parsed.GetValue(key), null);
            var read = parsed.GetValue(proof) is { } file ? AuditFiles.ReadProof(file, ConsistencyProof.Parse, "consistency") : null;
            using var signer = AuditFiles.ReadWitnessSecret(parsed.GetRequiredValue(secret));
            using var alone = Lock(path);
            var witness = Load(path, parsed.GetValue(begin));
            var before = witness.Seen.GetValueOrDefault(seen.Origin);
            var answer = witness.Decide(seen, read);
            if (answer != WitnessAnswer.Sign)
            {
                Console.Error.WriteLine($"proviso: not cosigned: {Shown.Text(Why(answer, before!, seen))}");
                return ExitCodes.CheckFailed;
            }

            // On disk before anybody sees the signature: a witness that forgets what it signed could sign a fork.
            DurableFile.Write(path, witness.ToString());
            Console.Out.Write(signer.Cosign(note, TimeProvider.System.GetUtcNow()).ToString());
            return ExitCodes.Clear;
        });
        return command;
    }

    private static string Why(WitnessAnswer answer, SeenTree before, Checkpoint seen) => answer switch
    {
        WitnessAnswer.RolledBack => string.Create(CultureInfo.InvariantCulture, $"{before.Size} entries of {seen.Origin} were signed before; this is an older tree of {seen.Size}"),
        WitnessAnswer.Forked => string.Create(CultureInfo.InvariantCulture, $"another tree of {before.Size} entries of {seen.Origin} was signed before: the log has told two stories; keep both checkpoints, they prove it"),
        WitnessAnswer.ProofNeeded => string.Create(CultureInfo.InvariantCulture, $"{before.Size} entries of {seen.Origin} were signed before; --proof has to show that these {seen.Size} go on from there: `audit consistency --from {before.Size} --to {seen.Size}`"),
        _ => string.Create(CultureInfo.InvariantCulture, $"the proof does not lead from the {before.Size} entries of {seen.Origin} signed before to these {seen.Size}: it is another's, or the log was changed below {before.Size}"),
    };

    private static Witness Load(string path, bool begin)
    {
        if (File.Exists(path) == begin)
        {
            throw begin
                ? new CliException($"{path} is there already", "--begin is for the first time only")
                : new CliException($"no such file: {path}", "a witness that does not know what it signed must not sign; for a new witness, --begin");
        }

        try
        {
            return begin ? new Witness() : Witness.Parse(AuditFiles.Read(path));
        }
        catch (JournalFormatException e)
        {
            throw new CliException($"{path}: {Shown.Text(e.Message)}", "a witness that does not know what it signed must not sign");
        }
    }

    // Looking and remembering are one step: two at once could sign two trees.
    private static FileStream Lock(string path)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException) && tries < 100)
            {
                Thread.Sleep(50);
            }
        }
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Rendering;
using Proviso.Determinations;
using Proviso.Determinations.Screened;
using Proviso.Parties.Ownership;
using Proviso.Rules.Diagnostics;
using Proviso.Storage.Files;

namespace Proviso.Cli.Commands.Screening;

/// <summary><c>proviso party ownership</c> and <c>verify-ownership</c>: what listed parties own of a party, and the proof of it.</summary>
internal static class OwnershipCommand
{
    public static Command Create()
    {
        var party = new Argument<string>("party") { Description = "The party: its key in the file, or its name." };
        var file = FileOption();
        var on = LawCommand.DateOption("--on", "The day; only stakes that hold on it count. Default: today.");
        var lists = ListsCommand.ListsOption();
        var proof = new Option<string?>("--proof") { Description = "Write the proof to this file, for `party verify-ownership`.", HelpName = "FILE" };
        var format = LawCommand.FormatOption();
        var command = new Command("ownership", """
            Adds up what listed parties own of a party, directly and through parties they own by half or more, and shows the steps.
            Example: proviso party ownership "Made-up Cloud" --file examples/owners.csv --on 2025-10-15
            Exit codes: 0 less than half, 10 half or more, or it cannot be told, 2 bad input.
            """) { party, file, on, lists, proof, format };
        command.SetAction(parsed =>
        {
            var book = OwnershipFile.Read(parsed.GetRequiredValue(file));
            var holder = Find(book, parsed.GetRequiredValue(party));
            var day = parsed.GetValue(on) ?? DateOnly.FromDateTime(DateTime.Today);
            var screener = ListFolder.Open(parsed.GetValue(lists), DateTimeOffset.UtcNow).Screener();
            var finding = new TransactionScreening(screener).Ownership(book, holder, day);
            if (parsed.GetValue(proof) is { } path)
            {
                File.WriteAllBytes(path, ProofOf(finding));
            }

            // Without all lists an owner nobody found may be listed all the same.
            var open = screener.ListHolds.Length > 0 && finding.Verdict == OwnershipVerdict.BelowHalf;
            if (parsed.GetValue(format) == "json")
            {
                using var document = JsonOut.Open();
                Write(document, finding, screener.ListHolds);
            }
            else
            {
                var matches = finding.Owners.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Owner.Name} {(o.IsTaken ? "is taken to be" : "may be")} {o.Hit.Entry.MainName} ({o.Hit.Entry.List} entry {o.Hit.Entry.Id}, score {o.Hit.Points})")).ToList();
                new OwnershipText(Terminal.Out()).Write(finding.Certain, (finding.Verdict, finding.Share), [.. matches, .. screener.ListHolds.Select(h => $"hold: {h}")], Contrast(book, day, finding, holder));
            }

            return finding.Verdict == OwnershipVerdict.BelowHalf && !open ? ExitCodes.Clear : ExitCodes.Hold;
        });
        return command;
    }

    public static Command CreateVerify()
    {
        var proof = new Argument<string>("proof") { Description = "The proof that `party ownership --proof` wrote." };
        var file = FileOption();
        var command = new Command("verify-ownership", """
            Checks a proof of ownership against the file that says who owns whom, without the solver that made it.
            Exit codes: 0 it holds for the listings it names, 1 it does not, 2 bad input.
            """) { proof, file };
        command.SetAction(parsed =>
        {
            var book = OwnershipFile.Read(parsed.GetRequiredValue(file));
            var path = parsed.GetRequiredValue(proof);
            if (!File.Exists(path))
            {
                throw new CliException($"no such file: {path}", "`proviso party ownership … --proof FILE` writes it");
            }

            var listed = new SortedDictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
            byte[] inner;
            try
            {
                using var document = JsonDocument.Parse(BoundedFile.ReadBytes(path, 256 << 20, "proof of ownership"), new JsonDocumentOptions { MaxDepth = 32 });
                foreach (var holder in document.RootElement.GetProperty("listed").EnumerateObject())
                {
                    listed[holder.Name] = [.. holder.Value.EnumerateArray().Select(v => v.GetString() ?? "")];
                }

                inner = System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetProperty("proof").GetRawText());
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new CliException($"{path} is no proof of ownership", "`proviso party ownership … --proof FILE` writes one");
            }

            var problem = OwnershipProof.Verify(book, listed, inner, TransactionScreening.OwnerLists);
            if (problem is not null)
            {
                Console.Out.WriteLine($"DOES NOT HOLD: {Shown.Text(problem.ToString())}");
                return ExitCodes.CheckFailed;
            }

            Console.Out.WriteLine("holds, if these and no others are listed:");
            foreach (var (holder, words) in listed)
            {
                Console.Out.WriteLine($"  {Shown.Text(holder)}: {string.Join(", ", words)}");
            }

            return ExitCodes.Clear;
        });
        return command;
    }

    private static Option<string> FileOption() => new("--file") { Description = "Who owns whom: a CSV table, GLEIF level 2, UK significant control, or beneficial ownership statements.", Required = true, HelpName = "FILE" };

    private static Holder Find(OwnershipBook book, string text)
    {
        if (book.FindKeyOrName(text) is { } holder)
        {
            return holder;
        }

        var named = book.FindByName(text).Take(6).ToList();
        throw named.Count > 1
            ? new CliException($"several holders are called `{Shown.Text(text)}`", "name one by its key: " + string.Join(", ", named.Select(h => Shown.Text(h.Key))))
            : new CliException($"the file has no holder `{Shown.Text(text)}`", NearestName.Suggest(text, book.Holders.Take(10_000).Select(h => h.Name)) ?? "name a party by its key or its whole name");
    }

    private static string Contrast(OwnershipBook book, DateOnly day, OwnershipFinding finding, Holder holder)
    {
        var share = IntegratedShare.NotTheRule(book, day, finding.Listed, holder.Key);
        return share.Outcome switch
        {
            IntegratedOutcome.Computed => $"not the rule: multiplied along the chains it would be {new ShareInterval(share.Low, share.High)}",
            IntegratedOutcome.TooMany => "multiplied along the chains: not worked out, too many holders (it is not the rule)",
            _ => "multiplied along the chains: no figure, for the circle has no end (it is not the rule)",
        };
    }

    private static byte[] ProofOf(OwnershipFinding finding)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonOut.Options(indented: true)))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("listed");
            foreach (var (key, words) in finding.Listed.OrderBy(l => l.Key, StringComparer.Ordinal))
            {
                writer.WriteStartArray(key);
                foreach (var word in words)
                {
                    writer.WriteStringValue(word);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
            writer.WritePropertyName("proof");
            OwnershipProofJson.Write(writer, finding.Certain);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(JsonOut.Document document, OwnershipFinding finding, ImmutableArray<string> holds)
    {
        document.WriteStartObject();
        document.WriteNumber("formatVersion", 1);
        document.WriteString("party", finding.Certain.Holder.Name);
        document.WriteString("on", finding.Certain.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        document.WriteStrings("holds", holds);
        ((Utf8JsonWriter)document).WritePropertyName("ownership");
        DeterminationJson.WriteOwnership(document, finding, withProof: true);
        document.WriteEndObject();
    }
}

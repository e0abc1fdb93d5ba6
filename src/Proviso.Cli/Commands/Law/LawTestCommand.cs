using System.CommandLine;
using Proviso.Rules;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law test</c>: runs the tables that stand beside the law.</summary>
internal static class LawTestCommand
{
    public static Command Create()
    {
        var law = LawCommand.LawOption();
        var asker = LawCommand.AskerOption();
        var format = LawCommand.FormatOption();
        var command = new Command("test", "Runs the tests beside the law, each row by the walker and by the compiled function.") { law, asker, format };
        command.SetAction(parsed =>
        {
            if (LawFolder.Load(parsed.GetValue(law), Console.Error, parsed.GetValue(asker)) is not { } rules)
            {
                return ExitCodes.BadInput;
            }

            var results = LawTestRunner.Run(rules).ToList();
            var failed = results.Count(r => r.Failures.Length > 0);
            if (parsed.GetValue(format) == "json")
            {
                using var json = JsonOut.Open();
                json.WriteStartObject();
                json.WriteNumber("formatVersion", 1);
                json.WriteNumber("tests", results.Count);
                json.WriteNumber("cells", results.Sum(r => r.Checked));
                json.WriteNumber("failedTests", failed);
                json.WriteStartArray("failures");
                foreach (var (result, failure) in results.SelectMany(r => r.Failures.Select(f => (r, f))))
                {
                    json.WriteStartObject();
                    json.WriteString("test", result.Test.Title);
                    json.WriteString("at", failure.Place.At);
                    json.WriteString("column", failure.Column);
                    json.WriteString("expected", failure.Expected);
                    json.WriteString("actual", failure.Actual);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }
            else
            {
                foreach (var result in results.Where(r => r.Failures.Length > 0))
                {
                    Console.Out.WriteLine($"failed: {result.Test.Title}");
                    foreach (var failure in result.Failures)
                    {
                        Console.Out.WriteLine($"  {failure.Place.At}: {failure.Column}: expected `{failure.Expected}`, the law says `{failure.Actual}`");
                    }
                }

                Console.Out.WriteLine($"{results.Count - failed} tests passed, {failed} failed ({results.Sum(r => r.Checked)} cells compared)");
            }

            return results.Count == 0 ? ExitCodes.BadInput : failed > 0 ? ExitCodes.CheckFailed : ExitCodes.Clear;
        });
        return command;
    }
}

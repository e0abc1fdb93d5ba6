using System.CommandLine;
using Proviso.Cli.Commands.Law;
using Proviso.Cli.Commands.Screening;
using Proviso.Rules.Evaluation;

namespace Proviso.Cli.Commands;

/// <summary>The options that every answering command shares.</summary>
internal sealed class AnswerOptions
{
    public Argument<string> File { get; } = new("file") { Description = "YAML, JSON or JSON lines with one or many transactions; - for standard input." };

    public Option<DateOnly?> On { get; } = LawCommand.DateOption("--on", "The day the transaction is judged on. Default: its own date, else today.");

    public Option<DateTimeOffset?> At { get; } = new("--at")
    {
        Description = "The instant it is judged on, such as 2026-11-10T02:00:00+08:00: each authority is asked on its own day. Not with --on.",
        HelpName = "INSTANT",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Documents.Instants.TryRead(text, out var instant))
            {
                return instant;
            }

            result.AddError($"--at takes an instant, not `{text}`: {Documents.Instants.Help}");
            return null;
        },
    };

    public Option<DateOnly?> AsKnownOn { get; } = LawCommand.DateOption("--as-known-on", "Only what was published by this day counts.");

    public Option<string?> Scenario { get; } = new("--scenario") { Description = "Answer under a scenario of the law files instead of the law as it stands.", HelpName = "NAME" };

    public Option<bool> OnTheText { get; } = new("--on-the-text") { Description = "Count provisions that stand in the text but are announced not to be enforced." };

    public Option<string?> Law { get; } = LawCommand.LawOption();

    public Option<string?> Lists { get; } = ListsCommand.ListsOption();

    public Option<string?> Ownership { get; } = new("--ownership") { Description = "A file that says who owns whom: a CSV table, GLEIF level 2, UK significant control, or beneficial ownership statements.", HelpName = "FILE" };

    public Option<string?> Asker { get; } = LawCommand.AskerOption();

    public Option<string> Format { get; } = LawCommand.FormatOption();

    public void AddTo(Command command)
    {
        command.Add(File);
        command.Add(On);
        command.Add(At);
        command.Add(AsKnownOn);
        command.Add(Scenario);
        command.Add(OnTheText);
        command.Add(Law);
        command.Add(Lists);
        command.Add(Ownership);
        command.Add(Asker);
        command.Add(Format);
    }

    public LawView View(ParseResult parsed) => parsed.GetValue(OnTheText) ? LawView.OnTheText : LawView.AsEnforced;
}

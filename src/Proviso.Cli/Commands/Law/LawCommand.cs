using System.CommandLine;
using System.Globalization;
using Proviso.Rules.Text;

namespace Proviso.Cli.Commands.Law;

/// <summary><c>proviso law …</c>: work on the law files themselves.</summary>
internal static class LawCommand
{
    /// <summary>The option every law command shares.</summary>
    public static Option<string?> LawOption() => new("--law") { Description = "Folder with the law files. Default: `law` of the checkout.", HelpName = "DIR" };

    /// <summary>The option that says who asks; law written to named organizations is seen by them alone.</summary>
    public static Option<string?> AskerOption() => new("--as-organization")
    {
        Description = "Who asks, a claim on a local command line: law that was written to named organizations is asked and shown for them alone. The name is compared exactly.",
        HelpName = "NAME",
        CustomParser = result =>
        {
            var name = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (AskerName.Of(name) is null)
            {
                result.AddError("--as-organization names nobody: write the name of the organization that asks, or leave the option out");
            }

            return name;
        },
    };

    /// <summary><c>--format text|json</c></summary>
    public static Option<string> FormatOption()
    {
        var option = new Option<string>("--format") { Description = "Form of the answer: text for people, json for programs.", DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    /// <summary>A date option.</summary>
    public static Option<DateOnly?> DateOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            {
                return date;
            }

            result.AddError($"{name} takes a date such as 2026-02-10, not `{text}`");
            return null;
        },
    };

    /// <summary>The command with its verbs.</summary>
    public static Command Create()
    {
        var command = new Command("law", "Check, format, test, show and compare law files, and say what a folder of them must hold.");
        command.Subcommands.Add(LawCheckCommand.Create());
        command.Subcommands.Add(LawFormatCommand.Create());
        command.Subcommands.Add(LawManifestCommand.Create());
        command.Subcommands.Add(LawTestCommand.Create());
        command.Subcommands.Add(LawShowCommand.Create());
        command.Subcommands.Add(LawDiffCommand.Create());
        return command;
    }
}

using System.CommandLine;

namespace Proviso.Cli.Commands;

/// <summary><c>proviso check FILE</c>: the main job.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var options = new AnswerOptions();
        var why = new Option<bool>("--why") { Description = "Print the whole proof." };
        var whyNot = new Option<string?>("--why-not") { Description = "Say why this provision did not apply.", HelpName = "PROVISION" };
        var command = new Command("check", """
            Answers whether a transaction may go: outcome per authority, the provisions that decide with the figures compared, conditions, what is missing, the nearest change, a receipt.
            Example: proviso check examples/h200-bytedance.yaml
            Exit codes: 0 nothing stands in the way, 10 hold, 20 license required, 30 prohibited, 35 conflict of duties, 40 undetermined, 2 bad input, 50 error.
            """);
        options.AddTo(command);
        command.Add(why);
        command.Add(whyNot);
        command.SetAction(parsed => new CheckRun(options, parsed, parsed.GetValue(why), parsed.GetValue(whyNot)).Run());
        return command;
    }
}

/// <summary><c>proviso explain FILE</c>: the same as <c>check --why</c>.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var options = new AnswerOptions();
        var whyNot = new Option<string?>("--why-not") { Description = "Say why this provision did not apply.", HelpName = "PROVISION" };
        var command = new Command("explain", "Prints the proof tree of an answer: every provision considered, whether its words hold, and the figures compared.");
        options.AddTo(command);
        command.Add(whyNot);
        command.SetAction(parsed => new CheckRun(options, parsed, why: true, parsed.GetValue(whyNot)).Run());
        return command;
    }
}

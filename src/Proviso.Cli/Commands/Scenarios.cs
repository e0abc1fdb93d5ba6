using Proviso.Rules;
using Proviso.Rules.Diagnostics;

namespace Proviso.Cli.Commands;

/// <summary>Scenario names on the command line.</summary>
internal static class Scenarios
{
    /// <summary>Refuses a scenario that the law files do not have.</summary>
    public static void Require(RuleSet rules, string? name)
    {
        if (name is null || rules.FindScenario(name) is not null)
        {
            return;
        }

        var names = rules.Law.Scenarios.Select(s => s.Name).ToList();
        throw new CliException($"no scenario `{name}` in the law files",
            NearestName.Suggest(name, names) ?? (names.Count == 0 ? "the law files declare none" : "one of: " + string.Join(", ", names)));
    }
}

using System.CommandLine;

namespace Proviso.Cli;

/// <summary>An option that takes one of a few words. A number is none of them, and a wrong word is answered with the right ones.</summary>
internal static class WordOption
{
    /// <summary>The words are the names of the values; capitals do not matter. Null when absent.</summary>
    public static Option<T?> OrNone<T>(string name, string description)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>();
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                var at = Array.FindIndex(words, w => string.Equals(w, text, StringComparison.OrdinalIgnoreCase));
                if (at >= 0)
                {
                    return Enum.GetValues<T>()[at];
                }

                result.AddError($"{name}: `{Shown.Text(text)}` is none of its words; write one of: {string.Join(", ", words)}");
                return null;
            },
        };
        option.CompletionSources.Add(words);
        return option;
    }
}

using System.Globalization;
using System.Text;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Small work on texts that every reader needs.</summary>
internal static class Text
{
    private static readonly string[] NameWords = ["name", "alias", "a.k.a", "aka", "a/k/a", "f.k.a", "fka", "known as", "knownas", "known_as", "nombre", "nom ", "имя", "名"];

    /// <summary>Whether a column, field or element may hold names by what it is called.</summary>
    public static bool MayHoldNames(string called)
    {
        var folded = Fold(called);
        return Array.Exists(NameWords, w => folded.Contains(w, StringComparison.Ordinal));
    }

    /// <summary>An interpolated text with figures written the same everywhere.</summary>
    public static string Of(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Without white space at the ends, line breaks and runs of it as one space; "" for null.</summary>
    public static string Tidy(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        // Most texts are tidy already: no copy then.
        var tidy = !char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]);
        for (var i = 0; tidy && i < text.Length; i++)
        {
            tidy = !char.IsWhiteSpace(text[i]) || (text[i] == ' ' && text[i - 1] != ' ');
        }

        return tidy ? text : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The parts between separators, tidy, without empty ones.</summary>
    public static IEnumerable<string> Parts(string? text, params string[] separators) =>
        text is null ? [] : text.Split(separators, StringSplitOptions.None).Select(Tidy).Where(p => p.Length > 0);

    /// <summary>The parts that are not empty, joined.</summary>
    public static string Join(string separator, params IEnumerable<string?> parts) => string.Join(separator, parts.Select(Tidy).Where(p => p.Length > 0));

    /// <summary>A text as part of an id: small letters and digits, anything else as one hyphen.</summary>
    public static string Slug(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in Fold(text))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(c);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        return slug.ToString().TrimEnd('-');
    }

    /// <summary>Small letters, marks over letters gone, one kind of apostrophe: what to compare words by.</summary>
    public static string Fold(string text)
    {
        string apart;
        try
        {
            apart = text.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair, which no form is defined for.
            apart = text;
        }

        var folded = new StringBuilder(apart.Length);
        foreach (var c in apart)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(c is '’' or '‘' or '`' or '´' ? '\'' : char.ToLowerInvariant(c));
            }
        }

        return Tidy(folded.ToString());
    }
}

using System.Text;

namespace Proviso.Rules.Text;

/// <summary>How the name of who asks is compared with the readers of a corpus: exactly, after trimming and Unicode form C; never by likeness.</summary>
public static class AskerName
{
    /// <summary>The name as it is compared; null when nobody is named.</summary>
    public static string? Of(string? name)
    {
        var trimmed = name?.Trim();
        if (string.IsNullOrEmpty(trimmed))
        {
            return null;
        }

        try
        {
            return trimmed.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // No valid Unicode: it is like no reader, since law files hold none of that.
            return trimmed;
        }
    }
}

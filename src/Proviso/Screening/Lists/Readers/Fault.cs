using Proviso.Documents;

namespace Proviso.Screening.Lists.Readers;

/// <summary>Every way in which a publication cannot be read, one method each, so that codes and words stand in one place.</summary>
internal static class Fault
{
    private const string Again = "download it again and compare its size with what the publisher names";

    public static DocumentException Empty() => At("PRV0600", 0, "there is nothing to read", Again);

    public static DocumentException WebPage() => At("PRV0601", 1, "this is a web page, not a list",
        "the download address answered with a page, such as a sign-in or an error; download the file itself");

    public static DocumentException Unknown(string what) => At("PRV0602", 1, what,
        "readable are: Consolidated Screening List (JSON, CSV), OFAC (CSV set as ZIP, XML, advanced XML), UN XML, EU XML, UK CSV, FollowTheMoney JSON, or a plain CSV with a `name` column");

    public static DocumentException Encoding(int line, string what, string help = "save or download the file as UTF-8") => At("PRV0603", line, what, help);

    public static DocumentException Malformed(int line, string what, int column = 0) => At("PRV0604", line, what, "the file is damaged or was edited; " + Again, column);

    public static DocumentException CutOff(int line) => At("PRV0605", line, "the file ends in the middle of an entry", "it was cut off on its way; " + Again);

    public static DocumentException TooMuch(int line, string what) => At("PRV0606", line, what, "no publication is like that; check where the file comes from");

    public static DocumentException Declarations(int line) => At("PRV0607", line, "the XML holds a document type declaration",
        "no publication needs one, and it can reach for other files; check where the file comes from");

    public static DocumentException Columns(int line, string what, string help) => At("PRV0608", line, what, help);

    public static DocumentException Fields(int line, int found, int expected) => At("PRV0609", line,
        Text.Of($"this row has {found} fields where {expected} are expected"), "a list that cannot be read as a whole must not be used; " + Again);

    public static DocumentException NoName(int line, string id) => At("PRV0610", line, id.Length == 0 ? "an entry has no name" : $"entry {id} has no name",
        "a list that cannot be read as a whole must not be used; report it to the publisher or read the previous publication");

    public static DocumentException Count(string said, int found) => At("PRV0611", 0, Text.Of($"the publication says it holds {said} entries, and {found} were found"),
        "take the whole file, not a page of a search; " + Again);

    public static DocumentException Archive(string what, string help) => At("PRV0612", 0, what, help);

    public static DocumentException Value(int line, string what, string help) => At("PRV0613", line, what, help);

    public static DocumentException NoListId() => At("PRV0614", 0, "this list does not say which list it is", "give it an id, such as `house-watch-list`");

    public static DocumentException Reference(int line, string what) => At("PRV0615", line, what, "the file is not whole or its parts are of different days; " + Again);

    private static DocumentException At(string code, int line, string message, string help, int column = 0) => new(new Problem(code, "", line, column, message, help));
}

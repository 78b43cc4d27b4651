using Distill.Data.Formats.Tables;

namespace Distill.Text.Reading;

/// <summary>What people call columns and keys of texts and of their classes.</summary>
internal static class TextNames
{
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "text", "texts", "sentence", "utterance", "query", "message", "content", "body", "review", "question", "tweet", "comment", "document",
        "email", "phrase", "request", "prompt", "headline", "sms", "transcript", "gloss",
    };

    private static readonly HashSet<string> Classes = new(StringComparer.OrdinalIgnoreCase)
    {
        "intent", "topic", "sentiment", "tag", "section", "language", "lang", "emotion", "genre", "domain", "polarity",
    };

    /// <summary>Whether a name is one of texts.</summary>
    public static bool IsText(string name) => Texts.Contains(Bare(name));

    /// <summary>Whether a name is one of classes.</summary>
    public static bool IsClass(string name) => Classes.Contains(Bare(name)) || ClassColumn.IsLikelyName(name);

    private static string Bare(string name) => name.Trim().TrimStart('#').Trim();
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Distill.Teachers.Foreign;

/// <summary>
/// Reads what Python prints of texts, numbers, lists, tuples, sets, dictionaries and of what wraps them, such as NumPy's
/// array([…]) or OrderedDict([…]), as the tree that JSON would make of it. Reads forwards once.
/// </summary>
internal sealed class PythonLiteral
{
    private const int Deepest = 8;

    private readonly string text;
    private int at;

    private PythonLiteral(string text)
    {
        this.text = text;
    }

    /// <summary>The tree; null where the text is no such thing, or says a key twice.</summary>
    public static JsonNode? Parse(string text)
    {
        var reader = new PythonLiteral(text);
        return reader.Value(0, out var node) && reader.Peek() == '\0' ? node : null;
    }

    private bool Value(int depth, out JsonNode? node)
    {
        node = null;
        var next = Peek();
        return depth <= Deepest && next switch
        {
            '[' => List(']', depth, out node),
            '(' => List(')', depth, out node),
            '{' => Dictionary(depth, out node),
            '\'' or '"' => Text(out node),
            '-' or (>= '0' and <= '9') => Number(out node),
            _ => (char.IsAsciiLetter(next) || next == '_') && Word(depth, out node),
        };
    }

    // NumPy prints its items without commas.
    private bool List(char end, int depth, out JsonNode? node)
    {
        var list = new JsonArray();
        node = list;
        for (at++; Peek() != end; Skip(','))
        {
            if (!Value(depth + 1, out var item))
            {
                return false;
            }

            list.Add(item);
        }

        at++;
        return true;
    }

    private bool Dictionary(int depth, out JsonNode? node)
    {
        var pairs = new JsonObject();
        var set = new JsonArray();
        for (at++; Peek() != '}'; Skip(','))
        {
            node = null;
            if (!Value(depth + 1, out var key))
            {
                return false;
            }

            if (!Skip(':'))
            {
                set.Add(key);
            }
            else if (key is not JsonValue name || !Value(depth + 1, out var value) || !pairs.TryAdd(name.ToString(), value))
            {
                return false;
            }
        }

        at++;
        node = pairs.Count > 0 ? pairs : set;
        return pairs.Count == 0 || set.Count == 0;
    }

    private bool Text(out JsonNode? node)
    {
        var (quote, value) = (text[at], new StringBuilder());
        for (at++; at < text.Length && text[at] != quote; at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at]);
        }

        node = JsonValue.Create(value.ToString());
        return at++ < text.Length;
    }

    private bool Number(out JsonNode? node)
    {
        var first = at;
        for (at++; at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '.' or '+' or '-'); at++)
        {
        }

        var isNumber = double.TryParse(text.AsSpan(first, at - first), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);
        node = !isNumber ? null : value == (int)value ? JsonValue.Create((int)value) : JsonValue.Create(value);
        return isNumber;
    }

    // True, None, np.str_('cat'), u'cat', array([...], dtype='<U3').
    private bool Word(int depth, out JsonNode? node)
    {
        var first = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '.'))
        {
            at++;
        }

        var word = text[first..at];
        node = JsonValue.Create(word);
        if (at < text.Length && text[at] is '\'' or '"' && word is "u" or "b" or "U" or "B")
        {
            return Text(out node);
        }

        if (Peek() != '(')
        {
            return word is "True" or "False";
        }

        at++;
        if (!Value(depth + 1, out node))
        {
            return false;
        }

        // What follows the first argument says how it is kept.
        while (Skip(','))
        {
            if (Peek() != ')' && !(Name() && Value(depth + 1, out _)))
            {
                return false;
            }
        }

        return Skip(')');
    }

    private bool Name()
    {
        Peek();
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        return Skip('=');
    }

    private bool Skip(char expected)
    {
        if (Peek() != expected)
        {
            return false;
        }

        at++;
        return true;
    }

    private char Peek()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length ? text[at] : '\0';
    }
}

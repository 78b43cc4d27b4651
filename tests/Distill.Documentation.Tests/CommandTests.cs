using System.Text;
using System.Text.RegularExpressions;
using Distill.Cli;

namespace Distill.Documentation.Tests;

/// <summary>Every command line in the documentation is one that the program takes.</summary>
public sealed class CommandTests
{
    public static TheoryData<string, string> Commands =>
        [.. Page.All.SelectMany(page => page.Blocks.Where(block => block.Language is "" or "sh" or "bash").SelectMany(block => CommandsOf(block.Code)).Select(line => (page.Path, line))).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void ACommandParses(string page, string line)
    {
        Assert.NotEmpty(page);

        Assert.Empty(CommandTree.Build().Parse(Words(line)).Errors);
    }

    [Fact]
    public void AMisspeltOptionIsFound()
    {
        Assert.NotEmpty(CommandTree.Build().Parse(Words("distill train --data mnist --netwrk mlp:10")).Errors);
    }

    private static IEnumerable<string> CommandsOf(string code)
    {
        foreach (var line in code.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var words = line.Trim().TrimStart('$').Trim();
            var start = words.StartsWith("./", StringComparison.Ordinal) ? words[2..] : words;
            // Three blanks or a comment sign begin a remark.
            if (start.StartsWith("distill ", StringComparison.Ordinal))
            {
                yield return start.Split("   ")[0].Split(" # ")[0].Trim();
            }
        }
    }

    // As a shell would, as far as the documentation goes: quotes hold words together, redirections are not ours.
    private static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        // A variable of the shell stands for a number or a name; 1 is both.
        foreach (var character in Regex.Replace(line, @"\$\w+", "1") + " ")
        {
            if (quote != '\0' ? character == quote : character is '\'' or '"')
            {
                quote = quote == '\0' ? character : '\0';
            }
            else if (character == ' ' && quote == '\0')
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }
            }
            else
            {
                word.Append(character);
            }
        }

        return [.. words.Skip(1).TakeWhile(text => text is not (">" or "|" or "2>" or "&&"))];
    }
}

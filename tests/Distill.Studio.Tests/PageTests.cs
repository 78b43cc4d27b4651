using System.Net;
using System.Text.RegularExpressions;

namespace Distill.Studio.Tests;

/// <summary>The page carries all that it loads, and nothing that its policy would refuse.</summary>
public sealed partial class PageTests(SampleFolder folder)
{
    [Fact]
    public async Task Every_file_that_is_named_is_there()
    {
        await using var studio = await Studio.Of(folder.Runs);
        var (waiting, seen) = (new Queue<string>(["/"]), new HashSet<string> { "/" });
        while (waiting.TryDequeue(out var address))
        {
            var answer = await studio.Client.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, address);
            var text = await answer.Content.ReadAsStringAsync();
            if (address == "/report.css")
            {
                continue;
            }

            Assert.DoesNotMatch(Elsewhere(), text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
            Assert.DoesNotMatch(Inline(), address == "/" ? text : "");
            foreach (Match found in Named().Matches(text))
            {
                if (seen.Add("/" + found.Groups[1].Value))
                {
                    waiting.Enqueue("/" + found.Groups[1].Value);
                }
            }
        }

        Assert.Equal(typeof(StudioServer).Assembly.GetManifestResourceNames().Length + 1, seen.Count);
    }

    [GeneratedRegex("""(?:href="|src="|from '\./|url\()([\w-]+\.(?:css|js|svg))""")]
    private static partial Regex Named();

    [GeneratedRegex("https?://|//[a-z]+\\.[a-z]|innerHTML|insertAdjacentHTML|eval\\(")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(" style=| on[a-z]+=|<style|<script(?! type=\"module\" src=)")]
    private static partial Regex Inline();
}

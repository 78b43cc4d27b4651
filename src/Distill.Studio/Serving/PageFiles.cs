using System.Reflection;
using Distill.Reports;
using Microsoft.AspNetCore.Http;

namespace Distill.Studio.Serving;

/// <summary>The files of the page, which the program carries itself.</summary>
internal sealed class PageFiles
{
    private const string Index = "index.html";

    private readonly Dictionary<string, (string Type, byte[] Bytes)> files = new(StringComparer.Ordinal);

    public PageFiles()
    {
        foreach (var name in typeof(PageFiles).Assembly.GetManifestResourceNames())
        {
            Add(typeof(PageFiles).Assembly, name);
        }

        // The studio looks like the reports.
        Add(typeof(ReportWriter).Assembly, "report.css");
    }

    /// <summary>Answers with a file of the page.</summary>
    /// <exception cref="MissingException">There is no such file.</exception>
    public async Task Answer(HttpContext http)
    {
        var name = http.Request.Path.Value is { Length: > 1 } path ? path[1..] : Index;
        var (type, bytes) = files.TryGetValue(name, out var file) ? file : throw new MissingException("There is nothing at this address.");
        http.Response.ContentType = type;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
    }

    private void Add(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        files[name] = (Type(name), bytes);
    }

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}

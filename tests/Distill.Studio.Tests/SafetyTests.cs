using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distill.Runs;
using Distill.Studio.Serving;

namespace Distill.Studio.Tests;

/// <summary>What pages of other sites and curious neighbours may try.</summary>
public sealed class SafetyTests(SampleFolder folder)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:80")]
    [InlineData("192.168.1.7")]
    [InlineData("[::2]:5780")]
    public async Task A_name_that_others_gave_this_machine_is_refused(string host)
    {
        await using var studio = await Studio.Of(folder.Runs);
        foreach (var address in new[] { "/", "/api/runs", "/api/events?since=0" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Host = host;
            await AssertProblem(await studio.Client.SendAsync(request), HttpStatusCode.MisdirectedRequest);
        }
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://127.0.0.1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Content-Type", "application/x-www-form-urlencoded")]
    public async Task What_a_page_of_another_site_posts_is_refused(string header, string value)
    {
        await using var studio = await Studio.Of(folder.Runs);
        using var request = Question();
        if (header == "Content-Type")
        {
            request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
        }
        else
        {
            request.Headers.Add(header, value);
        }

        await AssertProblem(await studio.Client.SendAsync(request), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_page_itself_may_post_and_others_may_only_link_to_it()
    {
        await using var studio = await Studio.Of(folder.Runs);
        using var own = Question();
        own.Headers.Add("Origin", studio.Address.GetLeftPart(UriPartial.Authority));
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.OK, (await studio.Client.SendAsync(own)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await studio.Client.SendAsync(Linked("document"))).StatusCode);
        await AssertProblem(await studio.Client.SendAsync(Linked("image")), HttpStatusCode.Forbidden);

        static HttpRequestMessage Linked(string use) => new(HttpMethod.Get, "/api/runs") { Headers = { { "Sec-Fetch-Site", "cross-site" }, { "Sec-Fetch-Dest", use } } };
    }

    [Theory]
    [InlineData("/api/run?run=..")]
    [InlineData("/api/run?run=../runs/teacher")]
    [InlineData("/api/run?run=%2e%2e%2fpictures")]
    [InlineData("/report?run=/etc")]
    [InlineData("/report?run=teacher/../teacher")]
    [InlineData("/compare?run=teacher&run=../runs/student")]
    [InlineData("/api/curves?run=teacher%00")]
    [InlineData("/api/playground?model=../pictures/train/up/00.png")]
    [InlineData("/api/playground?model=/etc/passwd")]
    [InlineData("/api/example.png?model=..%5c..%5cx&index=0")]
    [InlineData("/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/..%2f..%2fetc%2fpasswd")]
    [InlineData("/Distill.Studio.dll")]
    public async Task No_path_leads_out_of_the_folder(string address)
    {
        await using var studio = await Studio.Of(folder.Runs);
        await AssertProblem(await studio.Client.GetAsync(new Uri(studio.Address.GetLeftPart(UriPartial.Authority) + address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true })), HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task No_link_leads_out_of_the_folder()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var outside = new TemporaryFolder();
        using var inside = new TemporaryFolder();
        var secret = outside.File("secret.html");
        File.WriteAllText(secret, "the secret");
        RunDirectory.CreateAt(outside.File("run"), SampleFolder.Manifest());
        Directory.CreateSymbolicLink(inside.File("linked"), outside.File("run"));
        File.CreateSymbolicLink(inside.File("model.onnx"), secret);
        File.CreateSymbolicLink(RunDirectory.CreateAt(inside.File("own"), SampleFolder.Manifest()).ReportPath, secret);
        await using var studio = await Studio.Of(inside.Path);

        Assert.Equal(["own"], (await studio.Get("/api/runs")).GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        Assert.Empty((await studio.Get("/api/models")).GetProperty("models").EnumerateArray());
        Assert.DoesNotContain("the secret", await studio.Client.GetStringAsync("/report?run=own"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_long_or_senseless_is_refused()
    {
        await using var studio = await Studio.Of(folder.Runs);
        using var large = Question();
        large.Content = new ByteArrayContent(new byte[HttpAnswers.MostBodyBytes + 1]) { Headers = { ContentType = new("application/json") } };
        large.Headers.ExpectContinue = true;
        await AssertProblem(await studio.Client.SendAsync(large), HttpStatusCode.RequestEntityTooLarge);
        foreach (var body in new[] { "", "null", "{", "[1]", "{\"models\":3}", "{\"models\":[]}", "{\"models\":[\"teacher\"]}", "{\"models\":[\"teacher\"],\"file\":\"!\"}", "{\"models\":[\"teacher\"],\"file\":\"AAAA\"}", "{\"models\":[\"teacher\"],\"example\":-1}", "{\"models\":[null],\"file\":\"AAAA\"}" })
        {
            await AssertProblem(await studio.Client.PostAsync("/api/predict", new StringContent(body, Encoding.UTF8, "application/json")), HttpStatusCode.UnprocessableEntity);
        }

        await AssertProblem(await studio.Client.PostAsync("/api/runs", new StringContent("{}", Encoding.UTF8, "application/json")), HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_leaves_the_address()
    {
        await using var studio = await Studio.Of(folder.Runs, token: "sesame");
        await AssertProblem(await studio.Client.GetAsync("/"), HttpStatusCode.Unauthorized);
        await AssertProblem(await studio.Client.GetAsync("/api/runs"), HttpStatusCode.Unauthorized);
        await AssertProblem(await studio.Client.GetAsync("/?token=open"), HttpStatusCode.Unauthorized);

        Assert.EndsWith("/?token=sesame", studio.Address.ToString(), StringComparison.Ordinal);
        var admitted = await studio.Client.GetAsync("/?token=sesame");
        Assert.Equal((HttpStatusCode.Redirect, "/"), (admitted.StatusCode, admitted.Headers.Location!.ToString()));
        var cookie = Assert.Single(admitted.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await studio.Client.SendAsync(With("Cookie", cookie.Split(';')[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await studio.Client.SendAsync(With("Authorization", "Bearer sesame"))).StatusCode);

        static HttpRequestMessage With(string name, string value) => new(HttpMethod.Get, "/api/runs") { Headers = { { name, value } } };
    }

    [Fact]
    public async Task Other_machines_need_a_token_and_mistakes_are_told()
    {
        Assert.Contains("token", (await Assert.ThrowsAsync<DistillException>(() => StudioServer.Start(new StudioOptions { Folder = folder.Runs, Host = "0.0.0.0" }))).Message, StringComparison.Ordinal);
        Assert.Contains("There is no folder", (await Assert.ThrowsAsync<DistillException>(() => StudioServer.Start(new StudioOptions { Folder = folder.File("none") }))).Message, StringComparison.Ordinal);
        await using var studio = await Studio.Of(folder.Runs);
        Assert.Contains("Choose another", (await Assert.ThrowsAsync<DistillException>(() => StudioServer.Start(new StudioOptions { Folder = folder.Runs, Port = studio.Address.Port }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_answer_forbids_what_the_page_does_not_need()
    {
        await using var studio = await Studio.Of(folder.Runs);
        foreach (var address in new[] { "/", "/main.js", "/report.css", "/api/runs", "/nothing" })
        {
            var headers = (await studio.Client.GetAsync(address)).Headers;
            Assert.StartsWith("default-src 'self';", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(["nosniff"], headers.GetValues("X-Content-Type-Options"));
        }

        foreach (var address in new[] { "/report?run=teacher", "/compare?run=teacher&run=student" })
        {
            var page = await studio.Client.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.StartsWith("sandbox", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    private static HttpRequestMessage Question() => new(HttpMethod.Post, "/api/predict") { Content = JsonContent.Create(new { models = new[] { "teacher" }, example = 0 }) };

    private static async Task AssertProblem(HttpResponseMessage answer, HttpStatusCode expected)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == expected, $"{answer.RequestMessage!.RequestUri}: {answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}

namespace Hops.Hadoop.Tests.WebHdfs;

public sealed class NpmWebHdfsTests(WebHdfsHost host) : IClassFixture<WebHdfsHost>
{
    private const string Script = """
        const webhdfs = require(process.argv[1] + '/lib/webhdfs.js');
        const [, , port, name, secret] = process.argv;
        const client = webhdfs.createClient({ user: name, host: '127.0.0.1', port, path: '/webhdfs/v1' }, { auth: { user: name, pass: secret } });
        const call = (method, ...args) => new Promise((resolve, reject) =>
            client[method](...args, (error, value) => error ? reject(error) : resolve(value)));
        const refused = async (method, ...args) => {
            try { await call(method, ...args); } catch (error) { return error.message; }
            throw new Error(method + ' was not refused');
        };
        (async () => {
            const dir = '/Projects/alpha/data/npm';
            await call('mkdir', dir);
            const body = Buffer.alloc(300000, 'abc');
            await call('writeFile', dir + '/file', body);
            const back = await call('readFile', dir + '/file');
            if (Buffer.compare(body, back)) throw new Error('content differs');
            await call('appendFile', dir + '/file', 'tail');
            console.log((await call('stat', dir + '/file')).length);
            await call('chmod', dir + '/file', '0600');
            console.log((await call('stat', dir + '/file')).permission);
            await call('rename', dir + '/file', dir + '/renamed');
            console.log((await call('readdir', dir)).map(file => file.pathSuffix).join());
            console.log(await new Promise(resolve => client.exists(dir + '/none', resolve)));
            console.log(await refused('readdir', '/Projects/beta/data'));
            console.log(await refused('symlink', dir + '/renamed', dir + '/link'));
            console.log(await refused('writeFile', '/Projects/beta/data/x', 'x'));
            await call('rmdir', dir, true);
            console.log('done');
        })().catch(error => { console.log(error); process.exit(1); });
        """;

    [NpmFact]
    public async Task The_npm_client_works_unmodified()
    {
        var (status, output) = await RunAsync("secret-" + TestGate.Owner);
        status.ShouldBe(0, output);
        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "300004", "600", "renamed", "false", "File does not exist: /Projects/beta/data", "CREATESYMLINK is not supported",
            "File does not exist: /Projects/beta/data/x", "done",
        ]);
    }

    [NpmFact]
    public async Task The_npm_client_is_refused_with_a_wrong_secret()
    {
        var (status, output) = await RunAsync("wrong");
        status.ShouldBe(1);
        output.ShouldContain("The credential is not valid");
    }

    private Task<(int Status, string Output)> RunAsync(string secret) => ForeignClient.RunAsync(
        "node",
        ["--no-deprecation", "-e", Script, ForeignClient.NpmDirectory!, $"{host.Port}", TestGate.Owner, secret]);
}

# Heartline's image. The build needs only Docker:
#
#   docker build -t heartline .
#
# The layers of the libraries and of their class archive, which halves the start time, change only with a pom.xml. A change of
# Heartline's code makes one new layer of about 1 MB.

# Only Temurin's images have to be pulled, or mirrored. The package needs this folder if an image has no manuals.
FROM eclipse-temurin:25-jdk AS maven
RUN mkdir -p /usr/share/man/man1 \
    && apt-get -qq update \
    && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends maven > /dev/null \
    && rm -rf /var/lib/apt/lists/*

# The pom.xml files of all modules: the layers built from them change only when one of them does.
FROM maven AS poms
WORKDIR /build
COPY pom.xml ./
COPY src/protocol/pom.xml src/protocol/
COPY src/client/pom.xml src/client/
COPY src/test-support/pom.xml src/test-support/
COPY src/server/pom.xml src/server/
COPY src/app/pom.xml src/app/
COPY src/torture/pom.xml src/torture/
COPY src/system-tests/pom.xml src/system-tests/

FROM poms AS libraries
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q compile dependency:copy-dependencies --projects src/app --also-make \
        -DincludeScope=runtime -DexcludeGroupIds=io.heartline -DoutputDirectory=/opt/heartline/lib
COPY deploy/image/Warmup.java ./
RUN javac -d warmup -cp '/opt/heartline/lib/*' Warmup.java \
    && jar --create --file /opt/heartline/lib/warmup.jar -C warmup . \
    # The JVM accepts the archive only if the class path begins with the same entries as at its creation.
    && (printf -- '-cp\n'; find /opt/heartline/lib -name '*.jar' | sort | tr '\n' ':'; \
        printf '/opt/heartline/%s.jar:' heartline heartline-server heartline-protocol | sed 's/:$/\n/') \
       > /opt/heartline/classpath.args

FROM eclipse-temurin:25-jre AS archive
COPY --from=libraries /opt/heartline /opt/heartline
COPY deploy/image/java.args /opt/heartline/
RUN sed -e 's#:/opt/heartline/heartline.jar.*##' /opt/heartline/classpath.args > /tmp/classpath.args \
    && grep -v AOTCache /opt/heartline/java.args > /tmp/java.args \
    && java @/tmp/java.args @/tmp/classpath.args -XX:AOTCacheOutput=/opt/heartline/libraries.aot Warmup > /tmp/warmup.log 2>&1 \
    || { cat /tmp/warmup.log; exit 1; }

FROM poms AS classes
COPY .mvn .mvn
COPY src/client-js/src src/client-js/src
COPY src/client-js/dist/heartline.min.js src/client-js/dist/
COPY src/protocol/src/main src/protocol/src/main
COPY src/server/src/main src/server/src/main
COPY src/app/src/main src/app/src/main
# The checks of the sources are left to `mvn verify`.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -q package --projects src/app --also-make -Dmaven.test.skip=true -Dexecutable.skip=true \
        -Derrorprone.args=-XepDisableAllChecks -Dnullaway.args= \
    && mkdir jars \
    && cp src/app/target/heartline-[0-9]*.jar jars/heartline.jar \
    && cp src/server/target/heartline-server-*.jar jars/heartline-server.jar \
    && cp src/protocol/target/heartline-protocol-*.jar jars/heartline-protocol.jar

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="Heartline" \
      org.opencontainers.image.description="A clustered push server: durable per-user mailboxes over WebSocket" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre"
COPY --from=archive /opt/heartline /opt/heartline
COPY --from=classes /build/jars /opt/heartline
# Fails if the JVM does not accept the archive.
RUN ["java", "-XX:AOTMode=on", "@/opt/heartline/java.args", "@/opt/heartline/classpath.args", "io.heartline.Main", "--version"]

# Listens on all interfaces: a node refuses to start with this host, unless --auth is set.
ENV HEARTLINE_HOST=0.0.0.0
USER 10001:10001
EXPOSE 8080 5701 15701
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["java", "-Xmx32m", "-XX:TieredStopAtLevel=1", "@/opt/heartline/java.args", "@/opt/heartline/classpath.args", "io.heartline.Main", "health"]
ENTRYPOINT ["java", "@/opt/heartline/java.args", "@/opt/heartline/classpath.args", "io.heartline.Main"]
CMD ["serve"]

# The version and the revision come last, because they differ in each build: --build-arg REVISION="$(git rev-parse HEAD)"
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"

